import Logging
import Reporting

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
