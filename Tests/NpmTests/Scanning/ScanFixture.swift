import Crypto
import JSON
import Persistence
import Posix
import Reporting
import SQLite
import TestSupport
import Transfer
import Trees

@testable import Npm

/// Packages whose tarballs are tarballs.
extension StorageFixture {
    /// Where the tarball of `demo@1.0.0` lies.
    static let demo = tarball("demo", "1.0.0")

    /// Publishes a version whose tarball holds its package.json; `bytes` stand in for it, and `states` for its digest.
    func publish(
        _ name: String = "demo",
        _ version: String = "1.0.0",
        bytes: [UInt8]? = nil,
        states: Digested = .integrity
    ) throws {
        let bytes = bytes ?? SampleTarball.of(name, version)
        let file = Self.tarball(name, version)
        let base = String(file.split(separator: "/").last ?? "")
        var dist: [(String, JSONValue)] = [("tarball", .string("https://registry.example/\(name)/-/\(base)"))]
        switch states {
        case .integrity: dist.append(("integrity", .string("sha512-\(SHA512.hash(bytes).base64)")))
        case .shasum: dist.append(("shasum", .string(SHA1.hash(bytes).hex)))
        case .nothing: break
        }
        try edit(name) { document in
            document.set(
                "versions",
                version,
                ["name": .string(name), "version": .string(version), "dist": .object(dist)]
            )
            document.set("dist-tags", "latest", .string(version))
            document.set("_attachments", base, ["shasum": .string(SHA1.hash(bytes).hex)])
        }
        try write(file, bytes)
    }

    /// What a version states of its tarball.
    enum Digested { case integrity, shasum, nothing }

    /// Scans as a job does.
    @discardableResult
    func scan(deep: Bool = false, reporter: Reporter = .silent) async throws -> ScannedTree {
        var request = ScanRequest()
        request.isDeep = deep
        return try await StorageScan(collector: collector).run(request, reporter: reporter)
    }

    /// Makes the index remember other bytes of a file than it has, as if the disk had changed them since.
    func misremember(_ path: String) async throws {
        try await collector.index.database.write { connection in
            try connection.execute("UPDATE files SET sha512 = zeroblob(64) WHERE path = ?", [.text(path)])
        }
    }
}
