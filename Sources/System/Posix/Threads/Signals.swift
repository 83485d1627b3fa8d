import CShims
import Glibc
import Synchronization

/// The signals that ask a process to end.
package enum Signals {
    private static let hub = SignalHub(forwarding: [SIGTERM, SIGINT])

    /// Yields each SIGTERM or SIGINT from now on instead of dying of it, to every stream; SIGPIPE is ignored too.
    package static func terminations() -> AsyncStream<Int32> {
        signal(SIGPIPE, SIG_IGN)
        return hub.stream()
    }
}

/// Hands signals on to any number of streams.
///
/// A handler writes them into a pipe, and a thread reads it. Dispatch's signal sources need every thread to block the
/// signal: one that the main thread ignores is dropped before they see it.
private final class SignalHub: Sendable {
    private struct Streams: Sendable {
        var continuations: [Int: AsyncStream<Int32>.Continuation] = [:]
        var next = 0
    }

    private let streams = Mutex(Streams())

    init(forwarding numbers: [Int32]) {
        let source = pf_open_signal_pipe()
        precondition(source >= 0, "the system gives no more pipes")
        NamedThread.start("signals") { [self] in forward(from: source) }
        for number in numbers { _ = pf_forward_signal(number) }
    }

    func stream() -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let key = streams.withLock { streams in
            streams.next += 1
            streams.continuations[streams.next] = continuation
            return streams.next
        }
        continuation.onTermination = { [self] _ in streams.withLock { _ = $0.continuations.removeValue(forKey: key) } }
        return stream
    }

    private func forward(from source: Int32) {
        var number: UInt8 = 0
        while true {
            guard read(source, &number, 1) == 1 else { continue }
            let continuations = streams.withLock { Array($0.continuations.values) }
            for continuation in continuations { continuation.yield(Int32(number)) }
        }
    }
}
