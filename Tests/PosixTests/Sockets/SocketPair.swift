import Posix
import TestSupport

/// Two ends of one loopback connection, on an event loop of their own.
struct SocketPair {
    let group: EventLoopGroup
    let near: SocketStream
    let far: SocketStream

    /// Connects, runs `body` and stops the loop.
    static func with(_ body: (SocketPair) async throws -> Void) async throws {
        let group = try EventLoopGroup(threads: 1, name: "test")
        defer { group.stop() }
        let listener = try Listener(binding: .loopback(port: 0))
        let acceptor = try Acceptor(listener, on: group.loops[0])
        let near = try await SocketStream.connecting(to: listener.address, on: group.loops[0], until: .far)
        guard let far = try await acceptor.accept(into: group) else { return }
        try await body(SocketPair(group: group, near: near, far: far))
    }
}

extension SocketStream {
    /// Everything up to the end.
    func receiveAll() async throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try await receive(atMost: 65_536, until: .far)
            if bytes.isEmpty { return all }
            all += bytes
        }
    }
}
