package import Logging
import Synchronization

/// Keeps how far an operation is, for whoever wants to show or store it.
///
/// Reports cost an atomic addition each; the clock is read only when somebody takes a sample.
package final class ProgressMeter: ReportSink {
    /// Steps that are kept: an operation that begins one per file cannot fill the memory.
    package static let maximumSteps = 100

    private struct State {
        var steps: [ProgressStep] = []
        var counters: [String: Int64] = [:]
        var rate = ProgressRate()
        var isCancellable = true
    }

    private let done = Atomic<Int64>(0)
    private let state = Mutex(State())
    private let uptime: @Sendable () -> Duration

    /// Measures by a clock that never goes back, given as the time since any fixed moment.
    package init(uptime: @escaping @Sendable () -> Duration) { self.uptime = uptime }

    /// Whether the current step may be given up.
    package var isCancellable: Bool { state.withLock { $0.isCancellable } }

    package func begin(step: String, total: Int64?, unit: ReportUnit, isCancellable: Bool) {
        let now = uptime()
        state.withLock { state in
            close(.done, &state)
            if state.steps.count == Self.maximumSteps { state.steps.removeFirst() }
            state.steps.append(ProgressStep(name: step, state: .running, done: 0, total: total, unit: unit))
            state.rate = ProgressRate()
            state.rate.record(0, at: now)
            state.isCancellable = isCancellable
        }
    }

    package func advance(by amount: Int64) { done.wrappingAdd(amount, ordering: .relaxed) }

    package func extend(total: Int64) {
        state.withLock { state in
            guard let last = state.steps.indices.last else { return }
            state.steps[last].total = max(total, state.steps[last].total ?? 0)
        }
    }

    package func count(_ name: String, by amount: Int64) {
        state.withLock { $0.counters[name, default: 0] += amount }
    }

    package func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {}

    /// Says that the operation has ended, well or not.
    package func finish(succeeded: Bool) {
        state.withLock { state in close(succeeded ? .done : .stopped, &state) }
    }

    /// How far the operation is now. The rate comes from these samples: take them at regular intervals.
    package func sample() -> Progress {
        let now = uptime()
        return state.withLock { state in
            guard let last = state.steps.indices.last else { return Progress(counters: state.counters) }
            guard state.steps[last].state == .running else {
                return Progress(steps: state.steps, counters: state.counters)
            }
            state.steps[last].done = done.load(ordering: .relaxed)
            state.rate.record(state.steps[last].done, at: now)
            return Progress(
                steps: state.steps,
                counters: state.counters,
                unitsPerSecond: state.rate.unitsPerSecond,
                remainingSeconds: state.steps[last].total.flatMap {
                    state.rate.seconds(for: $0 - state.steps[last].done)
                }
            )
        }
    }

    private func close(_ result: ProgressStep.State, _ state: inout State) {
        let counted = done.exchange(0, ordering: .relaxed)
        guard let last = state.steps.indices.last, state.steps[last].state == .running else { return }
        state.steps[last].done = counted
        state.steps[last].state = result
        state.isCancellable = true
    }
}
