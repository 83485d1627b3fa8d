import Posix
import Reporting
import Spooling
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite(.memoryDirectory) struct AppliedLogTests {
    private func log(longest: Int64 = AppliedLog.longest) throws -> (AppliedLog, RepositoryFolder) {
        let folder = try RepositoryFolder(in: Folder("tree").directory)
        return (AppliedLog(folder, longest: longest), folder)
    }

    private func outcome(_ number: Int) throws -> ImportOutcome {
        let head = try ArchiveHead(carrying: "a/1=x")
        let other = ArchiveHead(
            manifest: head.manifest,
            archiveID: "\(number)",
            target: head.target,
            remarks: [],
            signer: nil,
            manifestBytes: SpooledBytes()
        )
        let summary = ImportSummary(other, origin: "/mnt/a.tar.zst", stagedAt: Moment(seconds: 1))
        return ImportOutcome(of: summary, at: Moment(seconds: 2), by: "test")
    }

    @Test("a line that the power cut short spoils no other")
    func torn() throws {
        let (log, folder) = try log()
        #expect(try log.outcomes().isEmpty && log.size == 0)
        try log.append(outcome(1))
        let whole = try #require(try folder.read("applied.jsonl"))
        try folder.write("applied.jsonl", whole + Array("{\"import\":\"2".utf8))
        #expect(try log.outcomes() == [outcome(1)])
        try log.append(outcome(3))
        #expect(try log.outcomes() == [outcome(3), outcome(1)])
        #expect(try log.size == Int64(try folder.read("applied.jsonl")?.count ?? 0))
    }

    @Test("only what came after a place tells of an apply, and not half a line")
    func tells() throws {
        let (log, folder) = try log()
        try log.append(outcome(1))
        let size = try log.size
        #expect(try log.tells(of: "1", after: 0) && !log.tells(of: "1", after: size))
        let whole = try #require(try folder.read("applied.jsonl"))
        try folder.write("applied.jsonl", whole + Array(String(decoding: whole.dropLast(3), as: UTF8.self).utf8))
        #expect(try !log.tells(of: "1", after: size))
        try log.append(outcome(1))
        #expect(try log.tells(of: "1", after: size))
    }

    @Test("however much is logged, what is kept and read is bounded, and the newest is there")
    func rotation() throws {
        let (log, folder) = try log(longest: 64 << 10)
        for number in 0..<1000 {
            try log.rotate()
            try log.append(outcome(number))
        }
        let numbers = try log.outcomes().map(\.id).compactMap(Int.init)
        #expect(numbers.count > 50 && numbers == Array((0..<1000).suffix(numbers.count).reversed()))
        let sizes = try folder.directory.entries().filter { $0.name.hasPrefix("applied") }.map(\.info.size)
        #expect(sizes.count == 2 && sizes.allSatisfy { $0 < 70_000 }, "\(sizes)")
    }

    @Test("stopped anywhere, beginning a new one loses no line")
    func crashes() async throws {
        let stops = try await CrashPoints.forEachStop { point in
            let folder = try RepositoryFolder(in: Folder("stop-\(point.number)").directory)
            try AppliedLog(folder).append(outcome(1))
            let log = AppliedLog(folder, longest: 500)
            _ = try await point.run {
                try log.rotate()
                try log.append(outcome(2))
            }
            let known = try log.outcomes()
            #expect(try known == [outcome(1)] || known == [outcome(2), outcome(1)])
            try log.rotate()
            try log.append(outcome(3))
            #expect(try log.outcomes().first == outcome(3))
        }
        #expect(stops > 4)
    }

    @Test("a log of gigabytes, of before it was kept short, neither fails a list nor an import nor a recovery")
    func huge() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let staged = try await far.stage(near.archive())
        let path = try RelativePath("applied.jsonl")
        let file = try far.folder.directory.create(path)
        try file.write(Array("{\"import\":\"1\"}\n".utf8))
        try file.truncate(to: 4 << 30)
        try AppliedLog(far.folder).append(outcome(2))
        #expect(try AppliedLog(far.folder).outcomes() == [outcome(2)])
        _ = try await CrashPoints.failing(.inputOutput, at: 1, of: [.link]) { try await far.apply(staged) }
        #expect(try await far.engine.recover(reporter: .silent)?.applied?.placed == 1)
        #expect(try AppliedLog(far.folder).outcomes().count == 2)
    }
}
