import Crypto
import HTTPClient
import HTTPMessages
import Persistence
import Posix
import SQLite
import TestSupport
import Time

@testable import Blobs

/// A store in the folder of the running test, and what fetches into it.
struct BlobFixture {
    static let pool = BlockingPool(threads: 4, name: "blobs")
    static let atOnce = RetryEnvironment(random: { 0 }, sleep: { _ in }, clock: .system)
    /// What is gone on with.
    static let resumable: Int64 = 1000

    let store: BlobStore
    let database: Database
    let client: HTTPClient

    init(_ name: String = "data", database: Database? = nil, clock: WallClock = .system) async throws {
        if let database { self.database = database } else { self.database = try await Database(.memory) }
        let path = try AbsolutePath("\(TemporaryDirectory.current)/\(name)")
        store = try BlobStore(
            opening: path,
            database: self.database,
            clock: clock,
            resumable: Self.resumable
        )
        client = HTTPClient(ClientSettings(requestsPerHost: 8, proxy: .none))
    }

    /// `count` bytes that repeat nowhere.
    static func bytes(_ count: Int, seed: Int = 7) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* seed ^ $0 >> 8 ^ seed) }
    }

    func fetch(
        _ url: String,
        _ bytes: [UInt8],
        size: Int64?? = nil,
        attempts: Int = 1
    ) async throws -> FetchedBlob {
        let expected = BlobExpectation(sha256: SHA256.hash(bytes), size: size ?? Int64(bytes.count))
        return try await fetch(url, expecting: expected, attempts: attempts)
    }

    func fetch(_ url: String, expecting: BlobExpectation, attempts: Int = 1) async throws -> FetchedBlob {
        try await store.fetch(
            ClientRequest(.GET, url, connectTimeout: .far, idleTimeout: .far),
            expecting: expecting,
            through: client,
            on: Self.pool,
            retrying: RetryPolicy(attempts: attempts),
            in: Self.atOnce
        )
    }

    /// The bytes of a content, if it is known.
    func contents(_ bytes: [UInt8]) async throws -> [UInt8]? {
        let digest = SHA256.hash(bytes)
        guard let blob = try await store.find([digest])[digest] else { return nil }
        return try store.open(blob).readAll(limit: 1 << 26)
    }

    /// Everything in the store but the lock, by name.
    func names() throws -> [String] { try Self.names(in: store.root, "").sorted() }

    private static func names(in folder: Directory, _ prefix: String) throws -> [String] {
        try folder.entries().flatMap { entry -> [String] in
            guard entry.info.kind == .directory else { return [prefix + entry.name] }
            return try names(in: folder.subdirectory(RelativePath(entry.name)), "\(prefix)\(entry.name)/")
        }.filter { $0 != "lock" }
    }

    func rows() async throws -> Int {
        try await database.read { try $0.fetchOne("SELECT COUNT(*) FROM blobs") { Int($0.integer(0)) } ?? 0 }
    }
}
