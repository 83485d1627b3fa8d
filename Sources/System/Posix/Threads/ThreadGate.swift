import Glibc

/// The gate of a thread that is no task's: `FileOperation.gate` as it was where the thread was started.
///
/// A task-local cannot be bound on such a thread: Swift 6.3's optimised `withValue` faults there.
final class ThreadGate {
    typealias Gate = @Sendable (FileOperation) throws(SystemError) -> Void

    // Made once, before any thread asks; a key is valid on every thread (pthread_key_create(3)).
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        let result = pthread_key_create(&key) { raw in raw.map { Unmanaged<ThreadGate>.fromOpaque($0).release() } }
        precondition(result == 0, "the system gives no more thread keys")
        return key
    }()

    private let gate: Gate

    private init(_ gate: @escaping Gate) { self.gate = gate }

    /// The gate of the calling thread.
    static var current: Gate? {
        pthread_getspecific(key).map { Unmanaged<ThreadGate>.fromOpaque($0).takeUnretainedValue().gate }
    }

    /// Gives the calling thread a gate for the rest of its life.
    static func bind(_ gate: @escaping Gate) {
        pthread_setspecific(key, Unmanaged.passRetained(ThreadGate(gate)).toOpaque())
    }
}
