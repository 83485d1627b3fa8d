import JSON
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct AppliedLogTests {
    private func log(longest: Int64 = AppliedLog.longest) throws -> (AppliedLog, RepositoryFolder) {
        let folder = try RepositoryFolder(in: Folder("tree").directory)
        return (AppliedLog(folder, longest: longest), folder)
    }

    @Test("a line that the power cut short spoils no other")
    func torn() throws {
        let (log, folder) = try log()
        #expect(try log.lines().isEmpty && log.size == 0)
        try log.append(["import": "1"])
        let whole = try #require(try folder.read("applied.jsonl"))
        try folder.write("applied.jsonl", whole + Array("{\"import\":\"2".utf8))
        #expect(try log.lines() == [["import": "1"]])
        try log.append(["import": "3"])
        #expect(try log.lines() == [["import": "3"], ["import": "1"]])
        #expect(try log.size == Int64(try folder.read("applied.jsonl")?.count ?? 0))
    }

    @Test("only what came after a place tells of an apply, and not half a line")
    func tells() throws {
        let (log, folder) = try log()
        try log.append(["import": "1"])
        let size = try log.size
        #expect(try log.tells(of: "1", after: 0) && !log.tells(of: "1", after: size))
        let whole = try #require(try folder.read("applied.jsonl"))
        try folder.write("applied.jsonl", whole + Array("{\"import\":\"1\"".utf8))
        #expect(try !log.tells(of: "1", after: size))
        try log.append(["import": "1"])
        #expect(try log.tells(of: "1", after: size))
    }

    @Test("however much is logged, what is kept and read is bounded, and the newest is there")
    func rotation() throws {
        let (log, folder) = try log(longest: 4096)
        for number in 0..<1000 {
            try log.rotate()
            try log.append(["import": .string("\(number)")])
        }
        let numbers = try log.lines().compactMap { $0["import"]?.stringValue }.compactMap(Int.init)
        #expect(numbers.count > 200 && numbers == Array((0..<1000).suffix(numbers.count).reversed()))
        let sizes = try folder.directory.entries().filter { $0.name.hasPrefix("applied") }.map(\.info.size)
        #expect(sizes.count == 2 && sizes.allSatisfy { $0 < 4200 }, "\(sizes)")
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
        try AppliedLog(far.folder).append(["import": "2"])
        #expect(try AppliedLog(far.folder).lines() == [["import": "2"]])
        _ = try await CrashPoints.failing(.inputOutput, at: 1, of: [.link]) { try await far.apply(staged) }
        #expect(try await far.engine.recover(reporter: .silent)?.placed == 1)
        #expect(try AppliedLog(far.folder).lines().count == 2)
    }
}
