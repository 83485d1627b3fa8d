import Glibc

/// What the present thread is for, as far as that decides where a call may be made that waits for a disk.
enum ThreadRole {
    /// The key is never given back: there are threads for as long as the process lives.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        precondition(pthread_key_create(&key, nil) == 0, "the system gives no more keys for threads")
        return key
    }()

    /// A pointer that is nothing but a mark.
    nonisolated(unsafe) private static let blocking = UnsafeMutableRawPointer(bitPattern: 1)

    /// The event loop that this thread runs; `nil` on any other thread.
    static var loop: EventLoop? {
        guard let mark = pthread_getspecific(key), mark != blocking else { return nil }
        // The loop outlives its thread, which holds it.
        return Unmanaged<EventLoop>.fromOpaque(mark).takeUnretainedValue()
    }

    /// Whether this thread runs that loop; the same as comparing `loop`, without touching its reference count.
    static func runs(_ loop: EventLoop) -> Bool {
        pthread_getspecific(key) == Unmanaged.passUnretained(loop).toOpaque()
    }

    /// Whether this thread is there for what blocks.
    static var mayBlock: Bool { pthread_getspecific(key) == blocking }

    /// Makes the thread that of a loop.
    static func become(_ loop: EventLoop) { _ = pthread_setspecific(key, Unmanaged.passUnretained(loop).toOpaque()) }

    /// Makes the thread one for what blocks.
    static func becomeBlocking() { _ = pthread_setspecific(key, blocking) }

    /// Makes the thread one like any other.
    static func resign() { _ = pthread_setspecific(key, nil) }
}
