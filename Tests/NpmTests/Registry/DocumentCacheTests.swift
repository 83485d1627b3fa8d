import Dispatch
import Posix
import Synchronization
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("Document cache", .temporaryDirectory)
struct DocumentCacheTests {
    private let lane: DiskLane

    init() throws {
        lane = DiskLane(try AbsolutePath(TemporaryDirectory.current), name: "cache-test", threads: 1)
    }

    @Test("a document is rendered once while its file stays the same, and again when it changes")
    func rendering() async throws {
        let cache = DocumentCache(bound: 1 << 20, largest: 1 << 10, lane: lane)
        let renders = Counter()
        let (first, second) = (try identity("a"), try identity("b"))
        for state in [first, first, first, second, second, first] {
            let text = state == first ? "first" : "second"
            let document = try await cache.document(try key("x"), of: state) {
                renders.add()
                return (RegistryDocument(Array(text.utf8)), state)
            }
            #expect(document?.bytes == Array(text.utf8))
        }
        #expect(renders.value == 3)
    }

    @Test("many who ask at the same time share one rendering")
    func stampede() async throws {
        let cache = DocumentCache(bound: 1 << 20, largest: 1 << 10, lane: lane)
        let (renders, started) = (Counter(), Counter())
        let state = try identity("a")
        let key = try key("x")
        let gate = DispatchSemaphore(value: 0)
        // The only thread is held, so that nothing is rendered before everybody has asked.
        let holder = Task(executorPreference: lane.pool) { gate.hold() }
        try await withThrowingTaskGroup(of: RegistryDocument?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    started.add()
                    return try await cache.document(key, of: state) {
                        renders.add()
                        return (RegistryDocument([1, 2, 3]), state)
                    }
                }
            }
            while started.value < 50 { await Task.yield() }
            gate.signal()
            for try await document in group { #expect(document?.bytes == [1, 2, 3]) }
        }
        await holder.value
        #expect(renders.value == 1)
    }

    @Test("what is kept never costs more than the bound, and large documents are not kept")
    func bound() async throws {
        let cache = DocumentCache(bound: 10_000, largest: 2_000, lane: lane)
        let state = try identity("a")
        for index in 0..<40 {
            _ = try await cache.document(try key("x\(index)"), of: state) {
                (RegistryDocument([UInt8](repeating: 0, count: 1_500)), state)
            }
            #expect(cache.cost <= 10_000)
        }
        #expect(cache.cost > 7_000)
        let before = cache.cost
        let large = try await cache.document(try key("large"), of: state) {
            (RegistryDocument([UInt8](repeating: 0, count: 2_001)), state)
        }
        #expect(large?.bytes.count == 2_001 && cache.cost == before)
    }

    @Test("neither failures nor absences are kept")
    func failures() async throws {
        struct Failure: Error {}
        let cache = DocumentCache(bound: 1 << 20, largest: 1 << 10, lane: lane)
        let state = try identity("a")
        let key = try key("x")
        await #expect(throws: Failure.self) { try await cache.document(key, of: state) { throw Failure() } }
        #expect(try await cache.document(key, of: state) { nil } == nil)
        #expect(cache.cost == 0)
        let document = try await cache.document(key, of: state) { (RegistryDocument([1]), state) }
        #expect(document?.bytes == [1])
    }

    @Test("a document made from a newer state than was seen is kept for that state")
    func race() async throws {
        let cache = DocumentCache(bound: 1 << 20, largest: 1 << 10, lane: lane)
        let (old, new) = (try identity("a"), try identity("b"))
        let key = try key("x")
        _ = try await cache.document(key, of: old) { (RegistryDocument([2]), new) }
        let seen = try await cache.document(key, of: new) { (RegistryDocument([9]), new) }
        #expect(seen?.bytes == [2])
    }

    private func key(_ name: String) throws -> DocumentCache.Key {
        DocumentCache.Key(name: try PackageName(name), form: .packument(.full), base: "")
    }

    private func identity(_ name: String) throws -> FileIdentity {
        let folder = try Directory.making(AbsolutePath(TemporaryDirectory.current).appending("identities"))
        let path = try RelativePath(name)
        try AtomicFile.write([], to: path, in: folder)
        return FileIdentity(try #require(try folder.info(path)))
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)

    func add() { count.add(1, ordering: .relaxed) }

    var value: Int { count.load(ordering: .relaxed) }
}

extension DispatchSemaphore {
    fileprivate func hold() { wait() }
}
