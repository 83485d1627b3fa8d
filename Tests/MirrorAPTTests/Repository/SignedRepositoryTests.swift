import Archives
import Crypto
import Globs
import MirrorAPT
import Posix
import TestSupport
import Testing
import Time

@Suite(
    "A repository that Debian's tools made",
    .temporaryDirectory,
    .needs("gpg", "gpgv", "gpgconf", "apt-ftparchive", "apt-get", "dpkg-deb", "gzip", "xz", "bzip2", "zstd")
)
struct SignedRepositoryTests {
    private func with(_ body: (SignedRepository, Release) throws -> Void) throws {
        try withKeys("a") { keys in
            let repository = try SignedRepository(signedBy: keys[0])
            let check = try SignatureCheck([Keyring(keys[0].keyring(), name: "a")])
            let verified = try check.verify(clearSigned: repository.read("dists/stable/InRelease"))
            let release = try repository.read("dists/stable/Release")
            #expect(verified.bytes == release)
            let beside = try check.verify(release, signature: repository.read("dists/stable/Release.gpg"))
            #expect(verified == beside)
            try body(repository, try Release(verified.bytes))
        }
    }

    private func open(_ form: IndexGroup.Form, of repository: SignedRepository) throws -> any ByteSource {
        let file = DescriptorSource(try repository.root.open(RelativePath("dists/stable/\(form.file.path)")))
        guard let compression = form.compression else { return file }
        return try Decompressor(from: file, compression, limit: 1 << 30)
    }

    private func all(_ source: any ByteSource) throws -> [UInt8] {
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while case let count = try source.read(into: &buffer), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    @Test("says of itself what they wrote")
    func release() throws {
        try with { _, release in
            #expect(release.origin == "Lab" && release.codename == "lab" && release.acquireByHash)
            #expect(release.algorithms == [.md5, .sha1, .sha256, .sha512] && release.strongest == .sha512)
            let (date, until) = (try #require(release.date), try #require(release.validUntil))
            #expect(until - date == .seconds(604_800))
        }
    }

    @Test("has every form of every index as its Release lists them")
    func indexes() throws {
        try with { repository, release in
            let selection = IndexSelection(release, IndexChoice(sources: true))
            let paths = selection.groups.map(\.path.string)
            #expect(
                paths
                    == ["binary-all/Packages", "binary-amd64/Packages", "i18n/Translation-en", "source/Sources"]
                    .map { "main/\($0)" }
            )
            for group in selection.groups {
                #expect(group.forms.count == (group.kind == .translation("en") ? 1 : 4))
                let plain = try #require(group.plain)
                for form in group.forms {
                    let bytes = try repository.read("dists/stable/\(form.file.path)")
                    #expect(SHA256.hash(bytes) == form.file.digests.sha256 && Int64(bytes.count) == form.file.size)
                    #expect(SHA512.hash(try all(open(form, of: repository))) == plain.digests.sha512)
                }
            }
        }
    }

    @Test("has every file of its indexes as they describe them")
    func pool() throws {
        try with { repository, release in
            var files = PoolFiles()
            for group in IndexSelection(release, IndexChoice(sources: true)).groups {
                guard let kind = group.kind.lists, let form = group.forms.first else { continue }
                try PackageIndex.read(open(form, of: repository), kind, subject: group.path.string) { record in
                    guard case .file(let file) = record else { throw APTError(.invalid, "test", "\(record)") }
                    try files.add(file)
                }
            }
            #expect(files.count == 5)
            for file in files.sorted {
                let bytes = try repository.read(file.path.string)
                #expect(Int64(bytes.count) == file.size && SHA256.hash(bytes) == file.sha256)
            }
        }
    }

    @Test("is taken by a real client")
    func client() throws {
        try with { repository, _ in
            let client = try PrivateClient(of: repository)
            let update = try client.run("update")
            #expect(update.status == 0, "\(update.complaints)")
            #expect(try client.run("download", "alpha").status == 0)
        }
    }

    @Test("that was cut is taken by a real client, with what it needs and nothing else")
    func cut() throws {
        try with { repository, upstream in
            let packages = "dists/stable/main/binary-amd64/Packages"
            let before = try repository.read(packages)
            var universe = PackageUniverse()
            try universe.read(PlainSource(before), index: 0, subject: "Packages")
            let pick = PackagePick(from: universe, by: PackageFilter(names: [try Glob("alpha")]))
            let sink = TextSink()
            try StanzaSlice.copy(PlainSource(before), subject: "Packages", to: sink) {
                pick.contains(index: 0, ordinal: $1)
            }
            #expect(sink.text.contains("X-Kept: yes\n") && !sink.text.contains("gamma"))
            try repository.root.removeAll(RelativePath("dists/stable/main"))
            try repository.write(sink.bytes, packages)
            let listed = ListedFile(
                path: try RelativePath("main/binary-amd64/Packages"),
                size: Int64(sink.bytes.count),
                digests: ListedDigests(sha256: SHA256.hash(sink.bytes), sha512: SHA512.hash(sink.bytes))
            )
            let text = ReleaseText(
                upstream,
                architectures: ["amd64"],
                components: ["main"],
                date: try #require(upstream.date)
            )
            try repository.publish(String(decoding: text.bytes(listing: [listed]), as: UTF8.self))
            let client = try PrivateClient(of: repository)
            let update = try client.run("update")
            #expect(update.status == 0 && update.complaints == "", "\(update.complaints)")
            let install = try client.run("install", "--simulate", "alpha")
            #expect(install.status == 0 && install.output.contains("Inst beta"), "\(install.complaints)")
            #expect(try client.run("install", "--simulate", "gamma").status == 100)
        }
    }
}
