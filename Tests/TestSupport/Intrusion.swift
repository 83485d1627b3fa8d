import Posix
import Synchronization

/// Somebody else, who acts once between two of our operations on files: a registry that writes, an administrator.
///
///     try await Intrusion.atEachMoment { intrusion in
///         let site = try freshSite()
///         _ = try await intrusion.run { try site.registryPublishes(); return true } during: {
///             try await site.apply(archive)
///         }
///         try site.check()
///     }
package final class Intrusion: Sendable {
    private struct State {
        var passed = 0
        var isOver = false
        var failure: (any Error)?
    }

    /// Before which of our operations it comes; the first is 1.
    package let number: Int
    private let state = Mutex(State())

    private init(_ number: Int) { self.number = number }

    /// Whether it came to act.
    package var isOver: Bool { state.withLock(\.isOver) }

    /// Calls `body` with an intrusion before the first operation, the second, and so on, until a round has no so many.
    /// - Returns: the number of those that came to act.
    @discardableResult
    package static func atEachMoment(_ body: (Intrusion) async throws -> Void) async throws -> Int {
        for number in 1...5000 {
            let intrusion = Intrusion(number)
            try await body(intrusion)
            guard intrusion.isOver else { return number - 1 }
        }
        throw CrashPoints.Vacuous("the work made more than 5000 operations")
    }

    /// Runs `work`, and `act` before one of its operations; where that says that it has to wait, before the next one.
    /// - Throws: what `act` throws.
    package func run<Value>(
        _ act: @escaping @Sendable () throws -> Bool,
        during work: () async throws -> Value
    ) async throws -> Result<Value, any Error> {
        let gate: FileOperation.Gate.Verdict = { [self] _ in
            state.withLock { state in
                state.passed += 1
                guard state.passed >= number, !state.isOver else { return }
                do {
                    state.isOver = try FileOperation.$gate.withValue(FileOperation.Gate?.none) { try act() }
                } catch {
                    (state.failure, state.isOver) = (error, true)
                }
            }
        }
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await FileOperation.$gate.withValue(gate) { try await work() })
        } catch {
            outcome = .failure(error)
        }
        if let failure = state.withLock(\.failure) { throw failure }
        return outcome
    }
}
