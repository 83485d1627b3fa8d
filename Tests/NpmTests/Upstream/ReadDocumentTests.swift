import Crypto
import HTTPClient
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("A document that was read before it is written", .temporaryDirectory)
struct ReadDocumentTests {
    private let ms: PackageName

    init() throws { ms = try PackageName("ms") }

    private func upstream(_ version: String) throws -> Packument {
        try Packument(reading: TestPackage("ms", version).packument(at: "http://localhost"), of: ms)
    }

    @Test("stands for its file as long as nobody can have written to that unseen")
    func identity() throws {
        let second: Int64 = 1_000_000_000
        let packument = try upstream("1.0.0")
        let file = FileIdentity(device: 1, inode: 2, size: 3, modified: 4 * second, changed: 4 * second)
        let other = FileIdentity(device: 1, inode: 3, size: 3, modified: 4 * second, changed: 4 * second)
        let document = ReadDocument(packument: packument, file: file, at: 9 * second)
        #expect(document.isOf(file) && !document.isOf(other))
        #expect(!ReadDocument(packument: packument, file: file, at: 5 * second).isOf(file))
    }

    @Test("is read again where another wrote it meanwhile, and what that wrote stays")
    func replaced() async throws {
        let storage = try FilledStorage("http://localhost")
        _ = try await storage.filler.store(upstream("1.0.0"), Validator(etag: "\"1\""), of: ms)
        let before = try storage.filler.read(ms)
        let file = try TarballFileName("ms-1.0.0.tgz")
        try await storage.filler.note([(file: file, sha1: SHA1.hash(Array("1.0.0".utf8)))], of: ms)
        _ = try await storage.filler.store(upstream("1.0.0"), Validator(etag: "\"2\""), of: ms, knowing: before)
        #expect(try storage.packument("ms")?.attachments.map(\.file) == [file.string])
    }
}
