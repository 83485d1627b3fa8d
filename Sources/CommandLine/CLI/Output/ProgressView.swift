import Logging
import Reporting
import Synchronization

/// Shows how far work is: a line that is redrawn on a terminal, else one line for each step.
struct ProgressView: Sendable {
    private static let interval = Duration.milliseconds(150)

    let console: Console

    /// Runs `body` and shows what it reports meanwhile.
    func watching<T: Sendable>(_ body: (Reporter) async throws -> T) async throws -> T {
        let board = ProgressBoard(started: { begin($0) }, logged: { log($0, $1, $2) })
        let drawing = drawing { board.current }
        do {
            let result = try await body(Reporter(board))
            await end(drawing)
            return result
        } catch {
            await end(drawing)
            throw error
        }
    }

    /// Shows that a step begins.
    private func begin(_ step: StepProgress) {
        guard !console.drawsProgress else { return draw(step, rate: nil) }
        let total = step.total.map {
            ": \(step.unit == "bytes" ? Quantity.bytes($0) : "\(Quantity.count($0)) \(step.unit)")"
        }
        console.note(step.name + (total ?? ""))
    }

    /// Passes on a line of the log that people should see.
    private func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {
        guard level >= (console.volume == .verbose ? .info : .warning), console.volume > .quiet else { return }
        let extra = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        console.say(Printable.line("\(level.rawValue): \(message)\(extra)"))
    }

    private func drawing(_ current: @escaping @Sendable () -> StepProgress?) -> Task<Void, Never> {
        Task {
            guard console.drawsProgress else { return }
            var rate = RateEstimate()
            var name = ""
            let clock = ContinuousClock()
            let start = clock.now
            while !Task.isCancelled {
                if let step = current() {
                    if step.name != name { (rate, name) = (RateEstimate(), step.name) }
                    rate.record(step.done, at: start.duration(to: clock.now))
                    draw(step, rate: rate.unitsPerSecond)
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func draw(_ step: StepProgress, rate: Double?) {
        console.draw(ProgressLine(step: step, rate: rate).text(columns: console.columns))
    }

    private func end(_ drawing: Task<Void, Never>) async {
        drawing.cancel()
        await drawing.value
        if console.drawsProgress { console.draw("") }
    }
}

/// Keeps what an engine of this process reports, until somebody looks.
final class ProgressBoard: ReportSink {
    private let done = Atomic<Int64>(0)
    private let step = Mutex<StepProgress?>(nil)
    private let started: @Sendable (StepProgress) -> Void
    private let logged: @Sendable (LogLevel, String, [String: String]) -> Void

    /// Tells at once which step begins and what is logged.
    init(
        started: @escaping @Sendable (StepProgress) -> Void,
        logged: @escaping @Sendable (LogLevel, String, [String: String]) -> Void
    ) {
        self.started = started
        self.logged = logged
    }

    /// The step that runs now, and how far it is.
    var current: StepProgress? {
        var step = step.withLock { $0 }
        step?.done = done.load(ordering: .relaxed)
        return step
    }

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {
        let next = StepProgress(name: step.name, done: 0, total: total, unit: unit.rawValue)
        done.store(0, ordering: .relaxed)
        self.step.withLock { $0 = next }
        started(next)
    }

    func advance(by amount: Int64) { done.add(amount, ordering: .relaxed) }
    func extend(total: Int64) { step.withLock { $0?.total = total } }
    func count(_ name: String, by amount: Int64) {}
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) { logged(level, message, fields) }
}
