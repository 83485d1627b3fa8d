import Posix
import Synchronization

/// Takes down what lies in a folder before each operation.
final class PowerRecorder: Sendable {
    struct Seen: Sendable {
        fileprivate(set) var operations: [FileOperation] = []
        fileprivate(set) var live: [DiskState] = []
        fileprivate(set) var beside: [DiskTree] = []
    }

    private let root: DiskReader
    private let beside: DiskReader?
    private let seen = Mutex(Seen())
    private let failure = Mutex<(any Error)?>(nil)

    init(_ root: Directory, _ beside: Directory?) {
        self.root = DiskReader(root)
        self.beside = beside.map { DiskReader($0) }
    }

    func note(_ operation: FileOperation) {
        do {
            try seen.withLock { seen in
                try look(&seen)
                seen.operations.append(operation)
            }
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }

    /// What was seen, with how it ended.
    func end() throws -> Seen {
        if let failure = failure.withLock({ $0 }) { throw failure }
        return try seen.withLock { seen in
            try look(&seen)
            return seen
        }
    }

    private func look(_ seen: inout Seen) throws {
        seen.live.append(try root.state())
        if let beside { seen.beside.append(DiskTree(try beside.state())) }
    }
}
