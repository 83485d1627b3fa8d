import CShims
import Glibc
import Synchronization

/// The signals that ask a process to end, or to read its configuration again.
package enum Signals {
    private static let hub = SignalHub()

    /// Yields each SIGTERM or SIGINT from now on instead of dying of it, to every stream; SIGPIPE is ignored too.
    package static func terminations() -> AsyncStream<Int32> {
        signal(SIGPIPE, SIG_IGN)
        return hub.stream(of: [SIGTERM, SIGINT])
    }

    /// Yields each SIGHUP from now on instead of dying of it.
    package static func hangUps() -> AsyncStream<Int32> { hub.stream(of: [SIGHUP]) }
}

/// Hands signals on to any number of streams.
///
/// A handler writes them into a pipe, and a thread reads it. Dispatch's signal sources need every thread to block the
/// signal: one that the main thread ignores is dropped before they see it.
private final class SignalHub: Sendable {
    private struct Streams: Sendable {
        var continuations: [Int: (numbers: Set<Int32>, continuation: AsyncStream<Int32>.Continuation)] = [:]
        var forwarded: Set<Int32> = []
        var next = 0
    }

    private let streams = Mutex(Streams())

    init() {
        let source = pf_open_signal_pipe()
        precondition(source >= 0, "the system gives no more pipes")
        NamedThread.start("signals") { [self] in forward(from: source) }
    }

    /// Yields these signals from now on; others keep doing what they do.
    func stream(of numbers: Set<Int32>) -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let key = streams.withLock { streams in
            streams.next += 1
            streams.continuations[streams.next] = (numbers, continuation)
            for number in numbers where streams.forwarded.insert(number).inserted { _ = pf_forward_signal(number) }
            return streams.next
        }
        continuation.onTermination = { [self] _ in streams.withLock { _ = $0.continuations.removeValue(forKey: key) } }
        return stream
    }

    private func forward(from source: Int32) {
        var number: UInt8 = 0
        while true {
            guard read(source, &number, 1) == 1 else { continue }
            let signal = Int32(number)
            let waiting = streams.withLock { $0.continuations.values.filter { $0.numbers.contains(signal) } }
            for stream in waiting { stream.continuation.yield(signal) }
        }
    }
}
