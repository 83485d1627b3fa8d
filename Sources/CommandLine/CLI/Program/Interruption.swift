import Posix

/// Lets SIGINT and SIGTERM end work in order: the first cancels it, the second ends the process.
enum Interruption {
    static func cancelling<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) async throws -> T {
        let signals = Signals.terminations()
        let work = Task { try await body() }
        let watch = Task {
            for await _ in signals {
                guard !work.isCancelled else { CurrentProcess.exit(ExitCode.interrupted.rawValue) }
                work.cancel()
            }
        }
        defer { watch.cancel() }
        return try await work.value
    }
}
