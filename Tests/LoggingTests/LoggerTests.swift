import Logging
import Testing
import Time

@Suite("A logger")
struct LoggerTests {
    @Test("drops what matters less than its level", arguments: LogLevel.allCases)
    func levels(level: LogLevel) {
        let recording = Recording()
        let logger = Logger(label: "test", level: level, sink: recording.sink)
        logger.trace("a")
        logger.debug("b")
        logger.info("c")
        logger.warning("d")
        logger.error("e")
        #expect(recording.events.map(\.level) == LogLevel.allCases.filter { $0 >= level })
        #expect(recording.events.map(\.message) == ["a", "b", "c", "d", "e"].suffix(recording.events.count))
    }

    @Test("takes another level at any time, with all that were made of it")
    func changed() {
        let recording = Recording()
        let logger = Logger(label: "test", level: .warning, sink: recording.sink)
        let other = logger.with(["id": "7"])
        other.info("a")
        logger.change(level: .info)
        other.info("b")
        #expect(recording.events.map(\.message) == ["b"] && other.level == .info)
    }

    @Test("makes no message and no fields for what it drops")
    func laziness() {
        func fail() -> String {
            Issue.record("was made")
            return ""
        }
        Logger(label: "test", level: .warning, sink: Recording().sink).info(fail(), ["key": fail()])
        Logger(label: "test", level: .trace, sink: .none).error(fail(), ["key": fail()])
    }

    @Test("gives every event its label, its time and its fields")
    func fields() throws {
        let recording = Recording()
        let before = WallClock.system.now()
        let logger = Logger(label: "jobs", sink: recording.sink).with(["id": "7", "kind": "diff-build"])
        logger.info("started", ["kind": "scan", "step": "1"])
        logger.with(["id": "8"]).info("ended")
        #expect(recording.events.map(\.label) == ["jobs", "jobs"])
        #expect(
            recording.events.map(\.fields) == [
                ["id": "7", "kind": "scan", "step": "1"], ["id": "8", "kind": "diff-build"],
            ]
        )
        let time = try #require(recording.events.first).time
        #expect(before <= time && time <= WallClock.system.now())
    }

    @Test("orders levels by how much they matter")
    func order() {
        #expect(LogLevel.allCases.shuffled().sorted() == [.trace, .debug, .info, .warning, .error])
    }
}
