import Archives
import Crypto
import MirrorAPT
import Posix
import TestSupport
import Testing

/// A repository as Debian's own tools make it, in the folder of the running test.
struct SignedRepository {
    let root: Directory
    let key: SigningKey

    /// Packages `alpha`, which needs `beta`, `beta` and `gamma`, a source, and the suite `stable` with all its lists.
    init(signedBy key: SigningKey) throws {
        self.key = key
        let current = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try current.makeDirectories(RelativePath("repository/dists/stable/main/binary-amd64"))
        root = try current.subdirectory(RelativePath("repository"))
        try addPackages()
        try addSource()
        try writeIndexes()
        try publish(try releaseByItsTool())
    }

    var path: String { root.path.string }

    func read(_ path: String) throws -> [UInt8] { try root.open(RelativePath(path)).readAll(limit: 64 << 20) }

    func write(_ bytes: [UInt8], _ path: String) throws {
        let path = try RelativePath(path)
        if let parent = path.parent { try root.makeDirectories(parent) }
        try AtomicFile.write(bytes, to: path, in: root)
    }

    /// Writes a Release with its signatures, within and beside it.
    func publish(_ release: String) throws {
        try write(Array(release.utf8), "dists/stable/Release")
        try write(key.clearSign(release), "dists/stable/InRelease")
        try write(key.detach(release), "dists/stable/Release.gpg")
    }

    @discardableResult
    func run(_ tool: String, _ arguments: [String], in folder: String? = nil) throws -> String {
        let outcome = try StockTool(tool).run(arguments, in: folder ?? path)
        try #require(outcome.status == 0, "\(tool) \(arguments): \(outcome.complaints)")
        return outcome.output
    }

    private func addPackages() throws {
        for (name, more) in [("alpha", "Depends: beta\nX-Kept: yes\n"), ("beta", ""), ("gamma", "Section: net\n")] {
            let fields = "Package: \(name)\nVersion: 1.0\nArchitecture: amd64\nMaintainer: Lab <lab@example.org>\n"
            try write(Array("\(fields)\(more)Description: \(name)\n more\n".utf8), "build/\(name)/DEBIAN/control")
            try write(Array(name.utf8), "build/\(name)/usr/share/\(name)/x")
            try root.makeDirectories(RelativePath("pool/main/\(name)"))
            try run(
                "dpkg-deb",
                ["--root-owner-group", "-b", "build/\(name)", "pool/main/\(name)/\(name)_1.0_amd64.deb"]
            )
        }
        try root.removeAll(RelativePath("build"))
    }

    private func addSource() throws {
        try write(Array("not really".utf8), "pool/main/alpha/alpha_1.0.tar.gz")
        let tar = SHA256.hash(Array("not really".utf8)).hex
        let md5 = String(try run("md5sum", ["pool/main/alpha/alpha_1.0.tar.gz"]).prefix(32))
        let text = """
            Format: 3.0 (native)
            Source: alpha
            Binary: alpha
            Architecture: any
            Version: 1.0
            Maintainer: Lab <lab@example.org>
            Checksums-Sha256:
             \(tar) 10 alpha_1.0.tar.gz
            Files:
             \(md5) 10 alpha_1.0.tar.gz

            """
        try write(Array(text.utf8), "pool/main/alpha/alpha_1.0.dsc")
    }

    private func writeIndexes() throws {
        try write(
            Array(try run("apt-ftparchive", ["packages", "pool"]).utf8),
            "dists/stable/main/binary-amd64/Packages"
        )
        try write(Array(try run("apt-ftparchive", ["sources", "pool"]).utf8), "dists/stable/main/source/Sources")
        try write([], "dists/stable/main/binary-all/Packages")
        let english = "Package: alpha\nDescription-md5: \(hex("0", 32))\nDescription-en: alpha\n"
        try write(Array(english.utf8), "dists/stable/main/i18n/Translation-en")
        for index in ["binary-amd64/Packages", "binary-all/Packages", "source/Sources"] {
            for tool in ["gzip", "xz", "bzip2", "zstd"] { try run(tool, ["-q", "-k", "dists/stable/main/\(index)"]) }
        }
        try run("xz", ["-k", "dists/stable/main/i18n/Translation-en"])
    }

    private func releaseByItsTool() throws -> String {
        let fields = [
            "Origin": "Lab", "Label": "Lab", "Suite": "stable", "Codename": "lab", "Architectures": "amd64 all",
            "Components": "main", "Acquire-By-Hash": "yes", "ValidTime": "604800",
        ]
        let options = fields.sorted { $0.key < $1.key }.flatMap {
            ["-o", "APT::FTPArchive::Release::\($0.key)=\($0.value)"]
        }
        return try run("apt-ftparchive", options + ["release", "dists/stable"])
    }
}
