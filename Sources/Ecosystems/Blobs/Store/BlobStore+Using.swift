import Posix
import Transfer

extension BlobStore {
    /// Holds the store for work that adds contents and names them, so that none of them is collected meanwhile.
    ///
    /// Any number of tasks and processes may hold it at once; while garbage is collected they wait.
    package func use<Value>(_ body: () async throws -> Value) async throws -> Value {
        let file = try root.openForAppending(Self.lock)
        while !(try file.tryLockShared()) { try await Task.sleep(for: Self.pause) }
        // Closing is not enough: a child process between fork(2) and exec(3) has a copy of the open file.
        defer { file.unlock() }
        return try await body()
    }

    /// Holds the store alone; throws `TransferError` while others use it.
    func useAlone<Value>(_ body: () async throws -> Value) async throws -> Value {
        let file = try root.openForAppending(Self.lock)
        guard try file.tryLock() else {
            throw TransferError(
                .locked,
                root.path.string,
                "is in use, so that nothing can be removed from it",
                hint: "Wait until what uses it has ended, and try again"
            )
        }
        defer { file.unlock() }
        return try await body()
    }

    private static let pause = Duration.milliseconds(50)
}
