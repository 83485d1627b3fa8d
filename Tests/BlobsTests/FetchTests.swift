import Crypto
import HTTPClient
import HTTPMessages
import HTTPServer
import Posix
import Synchronization
import TestSupport
import Testing

@testable import Blobs

@Suite("Fetching into the store", .temporaryDirectory, .ends)
struct FetchTests {
    private let bytes = BlobFixture.bytes(5000)

    private func kind(_ body: () async throws -> FetchedBlob) async throws -> BlobFetchError.Kind? {
        do {
            _ = try await body()
            return nil
        } catch let error as BlobFetchError {
            return error.kind
        }
    }

    @Test("a content lies whole by its digest, and nothing else does", arguments: [10, 5000, 700_000])
    func whole(count: Int) async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let (bytes, fixture) = (BlobFixture.bytes(count), try await BlobFixture())
            upstream["/f"] = BlobUpstream.File(bytes: bytes, etag: "\"1\"")
            let fetched = try await fixture.fetch("\(url)/f", bytes)
            #expect(fetched.blob.sha512 == SHA512.hash(bytes) && fetched.blob.size == count && fetched.moved == count)
            let hex = SHA256.hash(bytes).hex
            #expect(try fixture.names() == ["\(hex.prefix(2))/\(hex.dropFirst(2))"])
            #expect(try await fixture.contents(bytes) == bytes)
            #expect(try fixture.store.root.info(fetched.blob.path)?.mode == 0o644)
        }
    }

    @Test("SHA-512 alone is enough to know it by")
    func sha512() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await BlobFixture()
            upstream["/f"] = BlobUpstream.File(bytes: bytes)
            let expected = BlobExpectation(sha256: nil, sha512: SHA512.hash(bytes), size: nil)
            let blob = try await fixture.fetch("\(url)/f", expecting: expected).blob
            #expect(blob.sha256 == SHA256.hash(bytes))
            #expect(try await fixture.store.find(sha512: [blob.sha512]) == [blob.sha512: blob])
        }
    }

    @Test("what broke off is gone on with by the next attempt", arguments: [1, 3])
    func resumed(attempts: Int) async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await BlobFixture()
            upstream["/f"] = BlobUpstream.File(bytes: bytes, etag: "\"1\"", breaksAfter: 2000)
            if attempts == 1 {
                let kind = try await kind { try await fixture.fetch("\(url)/f", bytes) }
                guard case .transport(let error) = kind else {
                    return #expect(Bool(false), "\(String(describing: kind))")
                }
                #expect(error.isTransient)
                #expect(try fixture.names().map { $0.split(separator: ".").last } == ["etag", "part"])
            }
            let again = try await BlobFixture(database: fixture.database)
            upstream["/f"]?.breaksAfter = attempts == 1 ? nil : 2000
            let fetched = try await again.fetch("\(url)/f", bytes, attempts: attempts)
            #expect(fetched.moved == (attempts == 1 ? 3000 : 5000))
            #expect(try await again.contents(bytes) == bytes)
            #expect(try again.names().count == 1)
            #expect(upstream.asked.prefix(2) == ["/f", "/f [bytes=2000-]"])
        }
    }

    @Test("what broke off is fetched anew where the server named it by no strong tag", arguments: [nil, "W/\"1\""])
    func weak(tag: String?) async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await BlobFixture()
            upstream["/f"] = BlobUpstream.File(bytes: bytes, etag: tag, breaksAfter: 2000)
            _ = try await kind { try await fixture.fetch("\(url)/f", bytes) }
            #expect(try fixture.names().isEmpty)
            upstream["/f"]?.breaksAfter = nil
            #expect(try await fixture.fetch("\(url)/f", bytes).moved == 5000)
        }
    }

    @Test("what is small is not gone on with")
    func small() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let (fixture, bytes) = (try await BlobFixture(), BlobFixture.bytes(999))
            upstream["/f"] = BlobUpstream.File(bytes: bytes, etag: "\"1\"", breaksAfter: 500)
            _ = try await kind { try await fixture.fetch("\(url)/f", bytes) }
            #expect(try fixture.names().isEmpty)
        }
    }

    /// What the server has to say to whoever asks for the rest of what it has no more.
    static let changes: [(String, HTTPResponse?)] = [
        ("200 with the new one", nil),
        ("416", HTTPResponse(.rangeNotSatisfiable)),
        (
            "a part of another one",
            HTTPResponse(
                .partialContent,
                fields: [.contentRange: "bytes 2000-4999/5000", .etag: "\"2\""],
                body: .bytes([UInt8](repeating: 1, count: 3000))
            )
        ),
        (
            "another part by the same tag",
            HTTPResponse(
                .partialContent,
                fields: [.contentRange: "bytes 2000-4999/5000", .etag: "\"1\""],
                body: .bytes([UInt8](repeating: 1, count: 3000))
            )
        ),
        (
            "the start once more as a part",
            HTTPResponse(
                .partialContent,
                fields: [.contentRange: "bytes 0-4999/5000"],
                body: .bytes([UInt8](repeating: 1, count: 5000))
            )
        ),
    ]

    @Test("upstream that changed meanwhile is asked for all of it", arguments: changes.indices)
    func changed(number: Int) async throws {
        let answer = Self.changes[number].1
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await BlobFixture()
            upstream["/f"] = BlobUpstream.File(
                bytes: BlobFixture.bytes(5000, seed: 9),
                etag: "\"1\"",
                breaksAfter: 2000
            )
            _ = try await kind { try await fixture.fetch("\(url)/f", bytes) }
            upstream["/f"] = BlobUpstream.File(bytes: bytes, etag: "\"2\"", toRange: answer)
            #expect(try await fixture.fetch("\(url)/f", bytes).blob.sha256 == SHA256.hash(bytes))
            #expect(try await fixture.contents(bytes) == bytes)
            #expect(try fixture.names().count == 1)
        }
    }

    @Test("another size is refused as soon as it is announced", arguments: [4999, 5001, 0])
    func announced(count: Int) async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await BlobFixture()
            upstream["/f"] = BlobUpstream.File(bytes: BlobFixture.bytes(count))
            let kind = try await kind { try await fixture.fetch("\(url)/f", bytes) }
            #expect(kind == .wrongSize(expected: 5000, found: Int64(count)))
            #expect(try fixture.names().isEmpty)
        }
    }

    @Test("as many other bytes are deleted, and said to be others")
    func wrongDigest() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let (fixture, other) = (try await BlobFixture(), BlobFixture.bytes(5000, seed: 3))
            upstream["/f"] = BlobUpstream.File(bytes: other, etag: "\"1\"")
            let kind = try await kind { try await fixture.fetch("\(url)/f", bytes) }
            #expect(kind == .wrongDigest(expected: SHA256.hash(bytes).hex, found: SHA256.hash(other).hex))
            #expect(try fixture.names().isEmpty)
            #expect(try await fixture.contents(bytes) == nil)
            #expect(try await fixture.contents(other) == nil)
        }
    }

    @Test("a page in the place of a file is told to be one")
    func page() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await BlobFixture()
            upstream["/f"] = BlobUpstream.File(bytes: Array("<html>Log in".utf8), type: .html)
            let error = await #expect(throws: BlobFetchError.self) {
                try await fixture.fetch("\(url)/f", bytes, size: .some(nil))
            }
            #expect(error?.description.hasSuffix("; a page came in its place (text/html)") == true)
            #expect(try fixture.names().isEmpty)
        }
    }

    @Test("what is not there is told from what is refused", arguments: [404, 410, 403, 401])
    func status(code: Int) async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await BlobFixture()
            upstream["/f"] = BlobUpstream.File(bytes: bytes)
            upstream.status = code
            let kind = try await kind { try await fixture.fetch("\(url)/f", bytes) }
            #expect(kind == ([404, 410].contains(code) ? .notFound(status: code) : .refused(status: code)))
            #expect(try fixture.names().isEmpty)
        }
    }

    @Test("several who want one content fetch it once")
    func coalesced() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let fixture = try await BlobFixture()
            upstream["/f"] = BlobUpstream.File(bytes: bytes)
            let moved = try await withThrowingTaskGroup(of: Int64.self) { tasks in
                for _ in 0..<20 { tasks.addTask { try await fixture.fetch("\(url)/f", bytes).moved } }
                return try await tasks.reduce(0, +)
            }
            #expect(moved == 5000 && upstream.asked == ["/f"])
        }
    }

    @Test("whoever waits for another's fetch goes on himself when that fails, and can give up")
    func waiting() async throws {
        let turns = Turns<Int>()
        let (inside, entered) = AsyncStream<Void>.makeStream()
        let (leave, leaving) = AsyncStream<Void>.makeStream()
        struct Failed: Error {}
        let first = Task {
            try await turns.take(1) { (_) async throws -> Void in
                entered.yield()
                for await _ in leave { break }
                throw Failed()
            }
        }
        for await _ in inside { break }
        let second = Task { try await turns.take(1) { $0 } }
        let third = Task { try await turns.take(1) { $0 } }
        third.cancel()
        await #expect(throws: CancellationError.self) { try await third.value }
        #expect(try await turns.take(2) { $0 } == false)
        leaving.yield()
        await #expect(throws: Failed.self) { try await first.value }
        // It may have come after the first had gone.
        _ = try await second.value
        #expect(try await turns.take(1) { $0 } == false)
    }

    @Test("two stores of one folder, as two processes have them, do not write into each other's file")
    func twoProcesses() async throws {
        try await BlobUpstream.with { (upstream, url) async throws in
            let first = try await BlobFixture()
            let second = try await BlobFixture(database: first.database)
            upstream["/f"] = BlobUpstream.File(bytes: bytes, etag: "\"1\"")
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for fixture in [first, second] {
                    tasks.addTask { () async throws in
                        #expect(try await fixture.fetch("\(url)/f", bytes).blob.size == 5000)
                    }
                }
                try await tasks.waitForAll()
            }
            #expect(try await first.contents(bytes) == bytes)
            #expect(try first.names().count == 1)
        }
    }
}
