import Crypto
import MirrorAPT
import Posix
import Testing

@Suite("An index of packages")
struct PackageIndexTests {
    private func stanza(_ changes: [String: String?] = [:]) -> String {
        let usual = [
            "Package": "a", "Version": "1:2.0-1", "Architecture": "amd64", "Filename": "pool/main/a/a_2.0-1_amd64.deb",
            "Size": "123", "SHA256": hex("1"), "MD5sum": hex("2", 32),
        ]
        let fields = usual.merging(changes.compactMapValues(\.self)) { $1 }.filter { changes[$0.key] != .some(nil) }
        return fields.map { "\($0): \($1)\n" }.joined() + "\n"
    }

    private func only(_ text: String, _ kind: PackageIndex.Kind = .binaries) throws -> PackageIndex.Record {
        let records = try records(text, kind)
        try #require(records.count == 1)
        return records[0]
    }

    private func refused(_ text: String, _ kind: PackageIndex.Kind = .binaries) throws -> APTError {
        guard case .refused(let error) = try only(text, kind) else { throw Unexpected() }
        return error
    }

    private struct Unexpected: Error {}

    @Test("says which file each package is")
    func binaries() throws {
        guard case .file(let file) = try only(stanza(["SHA512": hex("3", 128)])) else { throw Unexpected() }
        #expect(file.path.string == "pool/main/a/a_2.0-1_amd64.deb" && file.size == 123)
        #expect(file.package == "a" && file.version == "1:2.0-1" && file.architecture == "amd64")
        #expect(file.sha256?.hex == hex("1") && file.sha512?.hex == hex("3", 128))
    }

    @Test("may have SHA-512 alone, `./` before its paths and doubled slashes in them")
    func variants() throws {
        guard case .file(let file) = try only(stanza(["SHA256": nil, "SHA512": hex("3", 128)])) else {
            throw Unexpected()
        }
        #expect(file.sha256 == nil && file.sha512 != nil)
        guard case .file(let flat) = try only(stanza(["Filename": "./a//b.deb"])) else { throw Unexpected() }
        #expect(flat.path.string == "a/b.deb")
    }

    @Test("refuses a package that has nothing but MD5, by its name, and goes on")
    func weak() throws {
        let all = try records(stanza(["SHA256": nil]) + stanza(["Package": "b"]))
        guard case .refused(let error) = all.first, case .file(let file) = all.last else { throw Unexpected() }
        #expect(error.code == .weakDigest && error.description.contains("states no SHA256 of a"))
        #expect(file.package == "b")
    }

    @Test(
        "refuses a malformed size, and goes on",
        arguments: ["", "-1", "12x", "0x10", "1e3", "99999999999999999999", "1 2", nil] as [String?]
    )
    func size(text: String?) throws {
        let all = try records(stanza(["Size": text]) + stanza())
        guard case .refused(let error) = all.first, case .file = all.last else { throw Unexpected() }
        #expect(error.code == .malformed && error.description.contains("no Size of a"))
    }

    @Test(
        "refuses a file that would lie elsewhere",
        arguments: [
            "/etc/passwd", "../x.deb", "pool/../../x.deb", "pool/\u{7}.deb", "pool/a\\b.deb", ".", "./", "..",
            "a/b\u{85}",
        ]
    )
    func paths(path: String) throws { #expect(try refused(stanza(["Filename": path])).code == .unsafePath) }

    @Test("takes sizes beyond 32 bits")
    func large() throws {
        guard case .file(let file) = try only(stanza(["Size": "5000000000"])) else { throw Unexpected() }
        #expect(file.size == 5_000_000_000)
    }

    @Test(
        "refuses a stanza that lacks what it is for",
        arguments: ["Package", "Version", "Filename"]
    )
    func missing(field: String) throws { #expect(try refused(stanza([field: nil])).code == .malformed) }

    @Test("refuses a digest that is none", arguments: ["SHA256", "SHA512"])
    func digest(field: String) throws { #expect(try refused(stanza([field: hex("1", 63)])).code == .malformed) }

    @Test("of sources lists all files of all algorithms, in the folder of the package")
    func sources() throws {
        let text = """
            Package: a
            Version: 1-1
            Directory: pool/main/a
            Files:
             \(hex("1", 32)) 10 a_1-1.dsc
             \(hex("2", 32)) 20 a_1.tar.xz
             \(hex("3", 32)) 30 weak.diff.gz
            Checksums-Sha256:
             \(hex("1")) 10 a_1-1.dsc
             \(hex("2")) 20 a_1.tar.xz
             \(hex("4")) 40 a_1.tar.xz.asc

            """
        let all = try records(text, .sources)
        let files = all.compactMap { if case .file(let file) = $0 { file } else { nil } }
        #expect(files.map(\.path.string) == ["a_1-1.dsc", "a_1.tar.xz", "a_1.tar.xz.asc"].map { "pool/main/a/\($0)" })
        #expect(
            files.map(\.size) == [10, 20, 40] && files.allSatisfy { $0.architecture == "source" && $0.version == "1-1" }
        )
        guard case .refused(let error)? = all.first(where: { if case .refused = $0 { true } else { false } }) else {
            throw Unexpected()
        }
        #expect(error.code == .weakDigest && error.cause.contains("pool/main/a/weak.diff.gz"))
    }

    @Test(
        "of sources refuses what leads out of the folder, or contradicts itself",
        arguments: [
            ("Directory: ../x\nChecksums-Sha256:\n \(hex("1")) 1 a\n", APTError.Code.unsafePath),
            ("Directory: /x\nChecksums-Sha256:\n \(hex("1")) 1 a\n", .unsafePath),
            ("Directory: x\nChecksums-Sha256:\n \(hex("1")) 1 ../a\n", .unsafePath),
            ("Directory: x\nChecksums-Sha256:\n \(hex("1")) 1 b/a\n", .unsafePath),
            ("Directory: x\nChecksums-Sha256:\n \(hex("1")) 1 a\n \(hex("2")) 1 a\n", .conflict),
            ("Directory: x\nFiles:\n \(hex("1", 32)) 2 a\nChecksums-Sha256:\n \(hex("1")) 1 a\n", .conflict),
            ("Directory: x\nChecksums-Sha256:\n nonsense\n", .malformed), ("Directory: x\n", .malformed),
        ]
    )
    func hostileSources(text: String, code: APTError.Code) throws {
        #expect(try refused("Package: a\nVersion: 1\n\(text)", .sources).code == code)
    }

    @Test("of a flat repository may have no folder", arguments: ["", "Directory: .\n", "Directory:\n"])
    func flatSources(directory: String) throws {
        let text = "Package: a\nVersion: 1\n\(directory)Checksums-Sha256:\n \(hex("1")) 1 a.dsc\n"
        guard case .file(let file) = try only(text, .sources) else { throw Unexpected() }
        #expect(file.path.string == "a.dsc")
    }

    @Test("that is cut within a field's name is refused as a whole")
    func cut() throws {
        #expect(try refusal { _ = try records(stanza() + "Packa") }.code == .malformed)
    }
}

@Suite("Files that several indexes name")
struct PoolFilesTests {
    private func file(_ digest: Character, size: Int = 1, extra: String = "") throws -> PackageFile {
        let text = "Package: a\nVersion: \(digest)\nFilename: a.deb\nSize: \(size)\nSHA256: \(hex(digest))\n\(extra)"
        guard case .file(let file)? = try records(text).first else { throw APTError(.invalid, "test", "is wrong") }
        return file
    }

    @Test("are fetched once")
    func once() throws {
        var files = PoolFiles()
        try files.add(file("1", size: 7))
        try files.add(file("1", size: 7))
        try files.add(file("1", size: 7, extra: "SHA512: \(hex("5", 128))\n"))
        #expect(files.count == 1 && files.bytes == 7)
        #expect(files.sorted.first?.sha512 != nil)
    }

    @Test("must be the same everywhere")
    func conflict() throws {
        var files = PoolFiles()
        try files.add(file("1"))
        let error = try refusal { try files.add(file("2")) }
        #expect(error.code == .conflict)
        #expect(error.sentence == "a.deb is listed with different sizes or digests, for a 1 and a 2")
        #expect(try refusal { try files.add(file("1", size: 2)) }.code == .conflict)
    }
}
