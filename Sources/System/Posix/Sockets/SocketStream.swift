import Glibc
import Synchronization

/// A TCP connection for tasks: every call tries at once and suspends only when the system has nothing or takes nothing.
///
/// One task at a time may receive and one may send; another one that would have to wait gets an error. No stream can
/// keep its loop to itself, however fast its peer is. The socket is closed when the last reference goes.
package final class SocketStream: Sendable {
    private let socket: Socket
    private let readiness = Readiness()
    /// Whether the last receive filled its room, so that more may be waiting.
    private let mayHaveMore = Atomic(true)
    /// What was done since this stream last waited, in bytes.
    private let spent = Atomic(0)
    /// The loop that serves it, and who is at the other end.
    package let loop: EventLoop
    package let peer: SocketAddress

    /// What one stream may do before its loop looks after the others, and what a call counts beside its bytes.
    private static let allowance = 256 * 1024
    private static let costOfCall = 4096

    init(_ socket: consuming Socket, peer: SocketAddress, on loop: EventLoop) throws(SystemError) {
        self.socket = socket
        self.peer = peer
        self.loop = loop
        try loop.watch(number, readiness, for: .both)
    }

    deinit { loop.unwatch(number) }

    /// Connects to `address`, or throws `ETIMEDOUT` at the deadline.
    package static func connecting(
        to address: SocketAddress,
        on loop: EventLoop,
        until deadline: Deadline
    ) async throws(SystemError) -> SocketStream {
        let stream = try SocketStream(Socket.connecting(to: address), peer: address, on: loop)
        try await stream.waitForWriting(until: deadline)
        try stream.socket.checkConnected()
        return stream
    }

    /// Waits for bytes and takes what is there, at most `count`; none means that the peer sends no more.
    package func receive(atMost count: Int, until deadline: Deadline) async throws(SystemError) -> [UInt8] {
        while true {
            if mayHaveMore.load(ordering: .relaxed), let bytes = try socket.receive(atMost: count) {
                mayHaveMore.store(bytes.count == count || bytes.isEmpty, ordering: .relaxed)
                await spend(bytes.count)
                return bytes
            }
            let wakeup = await readiness.waitForReading(until: deadline, note: loop.note)
            try check(wakeup, "read from")
            mayHaveMore.store(true, ordering: .relaxed)
        }
    }

    /// Sends two pieces as one, all of them; throws `ETIMEDOUT` when the peer takes nothing for as long as `stall`.
    ///
    /// With `moreFollows` the system may hold a short last segment back until the next call.
    package func send(
        _ first: [UInt8],
        _ second: [UInt8] = [],
        moreFollows: Bool = false,
        stall: Duration
    ) async throws(SystemError) {
        var (first, second) = (first[...], second[...])
        while true {
            let sent = try socket.send(first, second, moreFollows: moreFollows)
            let ofFirst = min(sent, first.count)
            first = first.dropFirst(ofFirst)
            second = second.dropFirst(sent - ofFirst)
            await spend(sent)
            if first.isEmpty, second.isEmpty { return }
            try await waitForWriting(until: .after(stall))
        }
    }

    /// Sends up to `count` bytes of `file` from `offset` without copying them, and says how many; 0 is the file's end.
    ///
    /// Waits until some fit; throws `ETIMEDOUT` when the peer takes nothing for as long as `stall`. A disk that does not
    /// give the bytes holds up nobody else; `lane` is that of its file system, where there is one.
    package func sendFile(
        _ file: OpenFile,
        on lane: DiskLane? = nil,
        at offset: Int64,
        count: Int,
        stall: Duration
    ) async throws -> Int {
        let most = min(count, Self.allowance)
        while true {
            if let sent = try await sendNow(file, lane, at: offset, count: most) {
                await spend(sent)
                return sent
            }
            try await waitForWriting(until: .after(stall))
        }
    }

    /// Reads a little of a file that is to be sent; a disk that does not give it holds up nobody else.
    package func reading<T>(_ call: () -> T) -> T { loop.making(nil, call) }

    private func sendNow(_ file: OpenFile, _ lane: DiskLane?, at offset: Int64, count: Int) async throws -> Int? {
        if let lane {
            return try await lane.run { [self] in try socket.sendFile(file.descriptor, at: offset, count: count) }
        }
        return try loop.making(nil) { () throws(SystemError) in
            try socket.sendFile(file.descriptor, at: offset, count: count)
        }
    }

    /// Sets what is called on the loop's thread when the peer goes away while nobody receives.
    package func onHangUp(_ body: @escaping @Sendable () -> Void) { readiness.onHangUp(body) }

    /// Tells the peer that nothing more will come.
    package func finishWriting() { socket.shutDown(both: false) }

    /// Ends the connection both ways at once: whoever waits on it gets an error, now and later.
    package func close() {
        readiness.close()
        socket.shutDown(both: true)
    }

    private var number: Int32 { socket.withFileDescriptor { $0 } }

    private func waitForWriting(until deadline: Deadline) async throws(SystemError) {
        try check(await readiness.waitForWriting(until: deadline, note: loop.note), "write to")
    }

    /// Lets the loop look after its other sockets when this one has never had to wait for long.
    private func spend(_ bytes: Int) async {
        guard spent.add(bytes + Self.costOfCall, ordering: .relaxed).newValue >= Self.allowance else { return }
        spent.store(0, ordering: .relaxed)
        await loop.nextTurn()
    }

    private func check(_ wakeup: Wakeup, _ operation: String) throws(SystemError) {
        spent.store(0, ordering: .relaxed)
        switch wakeup {
        case .ready: return
        case .timedOut: throw socket.failure(operation, .timedOut)
        case .closed: throw socket.failure(operation, .brokenPipe)
        }
    }
}
