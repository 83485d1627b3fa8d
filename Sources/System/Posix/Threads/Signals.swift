@preconcurrency import Dispatch
import Glibc

/// The signals that ask a process to end.
package enum Signals {
    /// Yields each SIGTERM or SIGINT instead of dying of it; SIGPIPE is ignored from then on.
    package static func terminations() -> AsyncStream<Int32> {
        signal(SIGPIPE, SIG_IGN)
        return AsyncStream { continuation in
            // Sources may be cancelled from any thread (dispatch_source_cancel(3)).
            nonisolated(unsafe) let sources = [SIGTERM, SIGINT].map { source(of: $0, to: continuation) }
            continuation.onTermination = { _ in sources.forEach { $0.cancel() } }
        }
    }

    private static func source(
        of number: Int32,
        to continuation: AsyncStream<Int32>.Continuation
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { continuation.yield(number) }
        source.resume()
        return source
    }
}
