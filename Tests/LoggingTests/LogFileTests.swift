import FoundationEssentials
import Logging
import Posix
import TestSupport
import Testing

@Suite("A log file", .temporaryDirectory)
struct LogFileTests {
    @Test("holds one whole line for each event from many threads")
    func wholeLines() async throws {
        let sink = LogSink.file(try opened("log"))
        let long = String(repeating: "x", count: 5000)
        await withTaskGroup { group in
            for writer in 0..<8 {
                group.addTask {
                    let logger = Logger(label: "writer", sink: sink).with(["writer": "\(writer)", "long": long])
                    for number in 0..<25 { logger.info("line", ["number": "\(number)"]) }
                }
            }
        }
        let lines = try contents("log").split(separator: "\n")
        #expect(lines.count == 200)
        #expect(lines.allSatisfy { $0.hasPrefix("{\"time\":") && $0.hasSuffix("\"}") && $0.contains(long) })
        #expect(Set(lines.map { $0.drop { $0 != "," } }).count == 200)
    }

    @Test("keeps what was there and what another process appends")
    func appends() throws {
        let first = Logger(label: "one", sink: .file(try opened("log"), format: .text))
        let second = Logger(label: "two", sink: .file(try opened("log"), format: .text))
        first.info("a")
        second.info("b")
        first.info("c")
        #expect(try contents("log").split(separator: "\n").map { $0.suffix(6) } == ["one: a", "two: b", "one: c"])
    }

    @Test("that cannot be written stops nobody")
    func failures() throws {
        let directory = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        _ = try opened("log")
        let logger = Logger(label: "test", sink: .file(try directory.open(RelativePath("log"))))
        logger.error("this file is open for reading only")
        #expect(try contents("log").isEmpty)
    }

    private func opened(_ name: String) throws -> Descriptor {
        try Directory(opening: AbsolutePath(TemporaryDirectory.current)).openForAppending(RelativePath(name))
    }

    private func contents(_ name: String) throws -> String {
        let file = try Directory(opening: AbsolutePath(TemporaryDirectory.current)).open(RelativePath(name))
        return String(decoding: try file.readAll(limit: 1 << 30), as: UTF8.self)
    }
}
