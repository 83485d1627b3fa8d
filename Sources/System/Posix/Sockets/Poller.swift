import CShims
import Glibc

/// One epoll(7) instance and the eventfd(2) that wakes whoever waits in it.
///
/// Descriptors are watched edge-triggered: one system call when they come and one when they go, none in between.
struct Poller: ~Copyable, Sendable {
    /// What happened to one descriptor.
    struct Event {
        let descriptor: Int32
        /// What the watch was told apart by: numbers of descriptors are given away again.
        let generation: UInt32
        let isReadable: Bool
        let isWritable: Bool
        /// The peer sends no more, or the connection broke.
        let endsReading: Bool
        /// The connection broke.
        let endsWriting: Bool
    }

    /// What a descriptor is watched for.
    enum Interest {
        case both
        /// New connections, of each of which only one of several pollers is told.
        case accepting
    }

    private static let wakeKey = UInt64.max

    private let poller: Descriptor
    private let waker: Descriptor

    init() throws(SystemError) {
        let poller = try Self.made(pf_poll_create(), "epoll")
        let waker = try Self.made(pf_wake_create(), "eventfd")
        let added = poller.withFileDescriptor { poller in
            waker.withFileDescriptor { pf_poll_add(poller, $0, UInt32(PF_POLL_WAKE), Self.wakeKey) }
        }
        guard added == 0 else { throw SystemError(operation: "watch", path: "eventfd", errno: .last) }
        self.poller = poller
        self.waker = waker
    }

    borrowing func add(_ descriptor: Int32, generation: UInt32, for interest: Interest) throws(SystemError) {
        let flags = interest == .both ? PF_POLL_BOTH : PF_POLL_ACCEPT
        let key = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
        let added = poller.withFileDescriptor { pf_poll_add($0, descriptor, UInt32(flags), key) }
        guard added == 0 else { throw SystemError(operation: "watch", path: "socket", errno: .last) }
    }

    borrowing func remove(_ descriptor: Int32) {
        _ = poller.withFileDescriptor { pf_poll_remove($0, descriptor) }
    }

    /// Makes the current or the next `wait` return at once; callable from any thread.
    borrowing func wake() { waker.withFileDescriptor { pf_wake($0) } }

    /// Waits until something happens, at most `milliseconds` (-1: for ever), and hands over what did.
    borrowing func wait(milliseconds: Int32, _ handle: (Event) -> Void) {
        withUnsafeTemporaryAllocation(of: pf_event.self, capacity: 128) { buffer in
            let count = poller.withFileDescriptor { pf_poll_wait($0, buffer.baseAddress, 128, milliseconds) }
            guard count > 0 else { return }
            for raw in buffer.prefix(Int(count)) where raw.key != Self.wakeKey { handle(Event(raw)) }
        }
    }

    private static func made(_ number: Int32, _ name: String) throws(SystemError) -> Descriptor {
        guard number >= 0 else { throw SystemError(operation: "make", path: name, errno: .last) }
        return Descriptor(owning: number, path: name)
    }
}

extension Poller.Event {
    init(_ raw: pf_event) {
        descriptor = Int32(truncatingIfNeeded: raw.key)
        generation = UInt32(truncatingIfNeeded: raw.key >> 32)
        isReadable = raw.flags & UInt32(PF_POLL_READABLE) != 0
        isWritable = raw.flags & UInt32(PF_POLL_WRITABLE) != 0
        endsReading = raw.flags & UInt32(PF_POLL_READING_ENDED) != 0
        endsWriting = raw.flags & UInt32(PF_POLL_WRITING_ENDED) != 0
    }
}
