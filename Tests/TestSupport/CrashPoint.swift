package import Posix
import Synchronization

/// One planned mishap, counted in state-changing file operations (`FileOperation.gate`).
///
/// Counting goes on over all calls of `run`, and over every thread that inherits the gate, as those of `Stage` do.
/// What reads is never stopped, nor is what other libraries write (a database).
package final class CrashPoint: Sendable {
    /// What happens from the chosen operation on.
    enum Mishap: Sendable {
        /// Nothing: the operations are only counted.
        case none
        /// No operation happens any more, as if the process had been killed before the k-th.
        case stop
        /// The k-th operation fails, later ones do not.
        case failure(Errno)
    }

    private struct Count {
        var operations: [FileOperation] = []
        var matching = 0
        var reached = false
    }

    /// The number of the operation at which it happens; the first is 1.
    package let number: Int
    private let mishap: Mishap
    private let kinds: Set<FileOperation.Kind>
    /// What the file system has no such operation for.
    private let unsupported: Set<FileOperation.Kind>
    private let longestWrite: Int
    private let count = Mutex(Count())

    init(
        _ mishap: Mishap,
        at number: Int,
        of kinds: Set<FileOperation.Kind>,
        without unsupported: Set<FileOperation.Kind> = [],
        longestWrite: Int = .max
    ) {
        self.longestWrite = longestWrite
        self.unsupported = unsupported
        self.mishap = mishap
        self.number = number
        self.kinds = kinds
    }

    /// Every operation that was asked for so far, those that did not happen included.
    package var operations: [FileOperation] { count.withLock(\.operations) }

    /// Whether the work came as far as the chosen operation.
    package var isReached: Bool { count.withLock(\.reached) }

    /// Runs `work` with the mishap laid in its way; only here, so preparing and checking stay outside.
    ///
    /// `image` follows along, so that a power cut can come after it. A failure is what a stopped `work` leaves, whatever it made of it, or what it threw once its operation failed.
    /// - Throws: what `work` threw although nothing was in its way.
    @discardableResult
    package func run<Value>(
        _ image: DurableImage? = nil,
        _ work: () async throws -> Value
    ) async throws -> Result<Value, any Error> {
        let gate = FileOperation.Gate(longestWrite: longestWrite) { [self] operation throws(SystemError) in
            try pass(operation)
            image?.note(operation)
        }
        do {
            let value = try await FileOperation.$gate.withValue(gate) { try await work() }
            guard case .stop = mishap, isReached else { return .success(value) }
            // A dead process reports nothing: that `work` swallowed the error is no success.
            return .failure(Self.error(.inputOutput, "(swallowed by the work)"))
        } catch  where isReached {
            return .failure(error)
        }
    }

    private func pass(_ operation: FileOperation) throws(SystemError) {
        guard let errno = verdict(on: operation) else { return }
        throw Self.error(errno, operation.path)
    }

    private func verdict(on operation: FileOperation) -> Errno? {
        count.withLock { count in
            count.operations.append(operation)
            if kinds.contains(operation.kind) { count.matching += 1 }
            let isHere = kinds.contains(operation.kind) && count.matching == number
            let answer: Errno? = unsupported.contains(operation.kind) ? .invalidArgument : nil
            switch mishap {
            case .none: return answer
            case .stop:
                count.reached = count.reached || isHere
                return count.reached ? .inputOutput : answer
            case .failure(let errno):
                guard isHere else { return answer }
                count.reached = true
                return errno
            }
        }
    }

    private static func error(_ errno: Errno, _ path: String) -> SystemError {
        SystemError(operation: "get past the planned mishap at", path: path, errno: errno)
    }
}
