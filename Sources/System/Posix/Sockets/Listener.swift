import CShims
import Glibc
import Synchronization

/// A bound TCP port on which the system already queues connections.
package final class Listener: Sendable {
    let socket: Socket
    private let acceptors = Mutex<[Readiness]>([])
    /// The address it is bound to, with the port that the system chose for port 0.
    package let address: SocketAddress

    /// Binds and listens; an address that somebody else listens on is `EADDRINUSE`.
    package init(binding address: SocketAddress, backlog: Int32 = 1024) throws(SystemError) {
        var raw = address.raw
        let number = pf_tcp_socket(raw.family)
        guard number >= 0 else { throw SystemError(operation: "listen on", path: "\(address)", errno: .last) }
        socket = Socket(owning: number, peer: address)
        guard pf_bind(number, &raw) == 0, pf_listen(number, backlog) == 0, pf_local_address(number, &raw) == 0 else {
            throw SystemError(operation: "listen on", path: "\(address)", errno: .last)
        }
        self.address = SocketAddress(raw)
    }

    /// Refuses new connections from now on and wakes whoever waits for one.
    package func close() {
        socket.shutDown(both: true)
        // Of an event on a shared socket the system tells one poller only.
        acceptors.withLock { $0 }.forEach { $0.close() }
    }

    func register(_ acceptor: Readiness) { acceptors.withLock { $0.append(acceptor) } }
}

/// One event loop's share of a listener: of each new connection one of them is told.
package final class Acceptor: Sendable {
    private let listener: Listener
    private let loop: EventLoop
    private let readiness = Readiness()

    /// Starts to watch `listener` on `loop`.
    package init(_ listener: Listener, on loop: EventLoop) throws(SystemError) {
        self.listener = listener
        self.loop = loop
        listener.register(readiness)
        try loop.watch(listener.socket.withFileDescriptor { $0 }, readiness, for: .accepting)
    }

    deinit { loop.unwatch(listener.socket.withFileDescriptor { $0 }) }

    /// Waits for the next connection and has a loop of `group` watch it; `nil` once the listener is closed.
    ///
    /// When descriptors run out this throws an error with `isExhaustion`, and may be called again later.
    package func accept(into group: EventLoopGroup) async throws(SystemError) -> SocketStream? {
        while true {
            var peer = pf_address()
            let number = listener.socket.withFileDescriptor { pf_accept($0, &peer) }
            if number >= 0 {
                let address = SocketAddress(peer)
                return try SocketStream(Socket(owning: number, peer: address), peer: address, on: group.leastLoaded)
            }
            switch Errno.last.rawValue {
            case EAGAIN:
                if case .closed = await readiness.waitForReading(until: .never, note: { _ in }) { return nil }
            case EINVAL: return nil
            case EINTR, ECONNABORTED, EPROTO, ENETDOWN, EHOSTDOWN, EHOSTUNREACH, ENETUNREACH: continue
            default: throw listener.socket.failure("accept on", .last)
            }
        }
    }
}
