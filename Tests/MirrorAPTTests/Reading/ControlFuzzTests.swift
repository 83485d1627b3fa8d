import MirrorAPT
import Posix
import TestSupport
import Testing

@Suite("Hostile lists never crash, and never say what they do not")
struct ControlFuzzTests {
    private static let release = """
        Origin: Lab
        Suite: stable
        Date: Sat, 09 Dec 2023 10:00:00 UTC
        Architectures: all amd64
        Components: main
        MD5Sum:
         \(hex("1", 32)) 10 main/binary-amd64/Packages
        SHA256:
         \(hex("2")) 10 main/binary-amd64/Packages
         \(hex("3")) 5 main/binary-amd64/Packages.xz
         \(hex("4")) 5 main/i18n/Translation-en.xz

        """
    private static let packages = """
        Package: a
        Version: 1:1.0-1
        Architecture: amd64
        Depends: b (>= 1.0) | c, d:any
        Filename: pool/main/a/a_1.0_amd64.deb
        Size: 123
        SHA256: \(hex("1"))
        Description: a
         more
         .

        Package: b
        Version: 1.0
        Filename: pool/main/b/b_1.0_amd64.deb
        Size: 5
        SHA512: \(hex("2", 128))

        """
    private static let sources = """
        Package: a
        Version: 1.0
        Directory: pool/main/a
        Files:
         \(hex("1", 32)) 10 a_1.0.dsc
        Checksums-Sha256:
         \(hex("1")) 10 a_1.0.dsc
         \(hex("2")) 20 a_1.0.tar.xz

        """

    @Test("in a Release")
    func release() throws {
        try FuzzRun("apt-release", 400).each({ try Self.mutated(Self.release, &$0) }) { input, number in
            do {
                let release = try Release(input)
                let selection = IndexSelection(release, IndexChoice(sources: true, contents: true))
                expectInside(selection.groups.flatMap(\.forms).map(\.file.path.string), number)
            } catch is APTError {}
        }
    }

    @Test("in Packages and Sources")
    func packages() throws {
        for (text, kind) in [(Self.packages, PackageIndex.Kind.binaries), (Self.sources, .sources)] {
            try FuzzRun("apt-index", 400).each({ try Self.mutated(text, &$0) }) { input, number in
                do {
                    try PackageIndex.read(PlainSource(input), kind, subject: "x") { record in
                        guard case .file(let file) = record else { return }
                        expectInside([file.path.string], number)
                        #expect(file.sha256 != nil || file.sha512 != nil, "input \(number)")
                    }
                    var universe = PackageUniverse()
                    try universe.read(PlainSource(input), index: 0, subject: "x")
                    _ = PackagePick(from: universe, by: PackageFilter())
                } catch is APTError {}
            }
        }
    }

    @Test("and a cut of all stanzas reads as the same stanzas")
    func slices() throws {
        try FuzzRun("apt-slice", 400).each({ try Self.mutated(Self.packages, &$0) }) { input, number in
            do {
                let (first, second) = (TextSink(), TextSink())
                try StanzaSlice.copy(PlainSource(input), subject: "x", to: first) { _, _ in true }
                try StanzaSlice.copy(PlainSource(first.bytes), subject: "x", to: second) { _, _ in true }
                #expect(first.bytes == second.bytes, "input \(number)")
            } catch is APTError {}
        }
    }

    @Test("nor do keyrings and signatures")
    func signatures() throws {
        let block = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n=aaaa\n-----END PGP PUBLIC KEY BLOCK-----\n"
        let signed =
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nx\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n"
        let check = try SignatureCheck(
            [Keyring([0x98, 0x01, 0x04], name: "a")],
            program: GPGV(at: AbsolutePath("/nonexistent"))
        )
        for text in [block, signed] {
            try FuzzRun("apt-signature", 200).each({ try Self.mutated(text, &$0) }) { input, _ in
                #expect(throws: APTError.self) { _ = try check.verify(clearSigned: input) }
                do { _ = try Keyring(input, name: "a") } catch is APTError {}
            }
        }
    }

    private static func mutated(_ text: String, _ random: inout SeededGenerator) throws -> [UInt8] {
        var bytes = Array(text.utf8)
        ByteMutation.mutate(&bytes, with: &random)
        return bytes
    }

    private func expectInside(_ paths: [String], _ number: UInt64) {
        let isInside = paths.allSatisfy { path in
            !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
                && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        }
        #expect(isInside, "input \(number): \(paths)")
    }
}
