import Logging
import Reporting
import Synchronization
import Testing

@Suite("A reporter")
struct ReporterTests {
    @Test("tells its sink what it is told, in order")
    func passing() {
        let sink = RecordingSink()
        let reporter = Reporter(sink)
        reporter.begin(Step("read"), total: 3, unit: .files)
        reporter.advance()
        reporter.advance(by: 2)
        reporter.extend(total: 9)
        reporter.count("tarballs")
        reporter.count("bytes", by: 100)
        reporter.log(.warning, "odd", ["path": "a"])
        reporter.begin(Step("pack"))
        #expect(
            sink.calls == [
                "begin read 3 files", "advance 1", "advance 2", "extend 9", "count tarballs 1", "count bytes 100",
                "log warning odd [\"path\": \"a\"]", "begin pack nil items",
            ]
        )
    }

    @Test("tells nobody when it is silent")
    func silent() throws {
        Reporter.silent.begin(Step("read"), total: 3)
        Reporter.silent.advance()
        Reporter.silent.extend(total: 4)
        Reporter.silent.count("x")
        Reporter.silent.log(.error, "nobody hears")
        try Reporter.silent.checkCancellation()
    }

    @Test("throws where its task was cancelled, and only there")
    func cancellation() async {
        let cancelled = Task {
            while !Task.isCancelled { await Task.yield() }
            try Reporter.silent.checkCancellation()
        }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(throws: Never.self) { try Reporter.silent.checkCancellation() }
    }

    @Test("may be called from many threads")
    func threads() async {
        let sink = RecordingSink()
        let reporter = Reporter(sink)
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<100 { reporter.advance() } } }
        }
        #expect(sink.calls.count == 800)
    }

    @Test("counts in units with stable names")
    func units() {
        #expect(ReportUnit.allCases.map(\.rawValue) == ["items", "files", "bytes", "packages"])
    }
}

private final class RecordingSink: ReportSink {
    private let heard = Mutex<[String]>([])

    var calls: [String] { heard.withLock { $0 } }

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {
        hear("begin \(step.name) \(total.map { "\($0)" } ?? "nil") \(unit.rawValue)")
    }

    func advance(by amount: Int64) { hear("advance \(amount)") }
    func extend(total: Int64) { hear("extend \(total)") }
    func count(_ name: String, by amount: Int64) { hear("count \(name) \(amount)") }

    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {
        hear("log \(level.rawValue) \(message) \(fields)")
    }

    private func hear(_ call: String) { heard.withLock { $0.append(call) } }
}
