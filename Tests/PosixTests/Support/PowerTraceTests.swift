import Posix
import TestSupport
import Testing

@Suite("Power cuts in all their ways", .temporaryDirectory)
struct PowerTraceTests {
    private let folder: Directory

    init() throws {
        let root = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try root.makeDirectories(RelativePath("a"), mode: 0o700)
        folder = try root.subdirectory(RelativePath("a"))
        try folder.create(RelativePath("old")).write(Array("old".utf8))
    }

    private func trace(of work: () throws -> Void) async throws -> PowerTrace {
        try await PowerTrace.record(of: folder) { try work() }
    }

    /// What may be found after cuts, each as its names with what they hold.
    private func found(_ cuts: some Sequence<PowerCut>) throws -> Set<String> {
        var found: Set<String> = []
        for (number, cut) in cuts.enumerated() {
            let root = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/cut-\(number)"))
            try cut.restore(to: root)
            let listed = try root.entries().sorted { $0.name < $1.name }.map { entry in
                guard entry.info.kind == .regular else { return "\(entry.name)/" }
                let bytes = try root.open(RelativePath(entry.name)).readAll(limit: 99)
                return "\(entry.name)=\(String(decoding: bytes, as: UTF8.self))"
            }
            found.insert(listed.joined(separator: " "))
            try Directory(opening: AbsolutePath(TemporaryDirectory.current)).removeAll(RelativePath("cut-\(number)"))
        }
        return found
    }

    @Test("a file that is written is there, cut short, empty, or not there")
    func data() async throws {
        let trace = try await trace { try folder.create(RelativePath("new")).write(Array("1234".utf8)) }
        #expect(try found(trace.cuts()) == ["old=old", "new= old=old", "new=12 old=old", "new=1234 old=old"])
    }

    @Test("a rename survives with both its names or not at all, and may bring an empty file")
    func rename() async throws {
        let trace = try await trace {
            try folder.create(RelativePath("new")).write(Array("1234".utf8))
            try folder.synchronize()
            try folder.rename(RelativePath("new"), to: RelativePath("old"))
        }
        let found = try found(trace.cuts())
        #expect(found.isSuperset(of: ["new=1234 old=old", "old=1234", "old="]))
        #expect(!found.contains("new=1234 old=1234"))
    }

    @Test("operations of different names survive in any order, those of one name in theirs")
    func order() async throws {
        let trace = try await trace {
            for name in ["x", "y"] { try folder.makeDirectories(RelativePath(name)) }
            try folder.removeDirectory(RelativePath("x"))
        }
        #expect(try found(trace.cuts()) == ["old=old", "old=old x/", "old=old y/", "old=old x/ y/"])
    }

    @Test("what was synchronised is there in every case, and what is added may be cut short")
    func appended() async throws {
        let trace = try await trace {
            let log = try folder.openForAppending(RelativePath("old"))
            try log.write(Array("1234".utf8))
            try log.synchronize()
            try log.write(Array("5678".utf8))
        }
        let found = try found(trace.cuts())
        #expect(found == ["old=old", "old=old12", "old=old1234", "old=old123456", "old=old12345678"])
    }

    @Test("a whole file that appears needs each of its two synchronisations, and no third")
    func atomicFile() async throws {
        let trace = try await trace {
            try AtomicFile.write(Array("1234".utf8), to: RelativePath("old"), in: folder)
            try folder.synchronize()
        }
        let isWhole: (String) -> Bool = { ["old=old", "old=1234"].contains($0.split(separator: " ").first) }
        #expect(try found(trace.cuts()).allSatisfy(isWhole))
        let usual = try Set(trace.cuts())
        let (file, names, again) = (trace.synchronisations[0], trace.synchronisations[1], trace.synchronisations[2])
        #expect(try !found(trace.cuts(losing: file, beyond: usual)).allSatisfy(isWhole))
        // After the third nothing is lost that only the second one kept, and the other way round.
        #expect(try found(trace.cuts(losing: names, beyond: usual)).allSatisfy(isWhole))
        #expect(try found(trace.cuts(losing: again, beyond: usual)).isEmpty)
    }

    @Test("what keeps itself durable is always as it was at that moment")
    func beside() async throws {
        let other = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/other"))
        let trace = try await PowerTrace.record(of: folder, beside: other) {
            try folder.makeDirectories(RelativePath("x"))
            try FileOperation.$gate.withValue(FileOperation.Gate?.none) { try other.makeDirectories(RelativePath("y")) }
        }
        let last = try #require(Array(trace.cuts()).last { $0.isEnd })
        let restored = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/restored"))
        try last.restore(to: Directory.making(AbsolutePath("\(TemporaryDirectory.current)/r")), beside: restored)
        #expect(try restored.entries().map(\.name) == ["y"])
    }
}
