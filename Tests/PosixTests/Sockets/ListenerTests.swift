import Posix
import TestSupport
import Testing

@Suite("Listeners")
struct ListenerTests {
    @Test("port 0 lets the system choose a port, and it is told", arguments: ["127.0.0.1", "::1"])
    func anyPort(ip: String) throws {
        let address = try #require(SocketAddress(ip: ip, port: 0))
        let listener = try Listener(binding: address)
        #expect(listener.address.port != 0)
        #expect(listener.address.ip == ip)
    }

    @Test("IPv4 and IPv6 may have the same port beside each other")
    func bothFamilies() throws {
        let four = try Listener(binding: .loopback(port: 0))
        let any = try #require(SocketAddress(ip: "::", port: four.address.port))
        #expect(try Listener(binding: any).address.port == four.address.port)
    }

    @Test("an address of another machine cannot be had")
    func foreign() throws {
        let address = try #require(SocketAddress(ip: "192.0.2.1", port: 0))
        let error = #expect(throws: SystemError.self) { try Listener(binding: address) }
        #expect(error?.description.contains("192.0.2.1") == true)
    }

    @Test("a port is free again when its listener is gone")
    func reuse() throws {
        let address = try { try Listener(binding: .loopback(port: 0)).address }()
        #expect(try Listener(binding: address).address == address)
    }

    @Test("every connection reaches exactly one of two acceptors")
    func twoAcceptors() async throws {
        let group = try EventLoopGroup(threads: 2, name: "test")
        defer { group.stop() }
        let listener = try Listener(binding: .loopback(port: 0))
        let counts = try group.loops.map { loop in
            let acceptor = try Acceptor(listener, on: loop)
            return Task(executorPreference: loop) {
                var count = 0
                while try await acceptor.accept(into: group) != nil { count += 1 }
                return count
            }
        }
        for _ in 0..<40 {
            let stream = try await SocketStream.connecting(to: listener.address, on: group.loops[0], until: .far)
            // It is accepted, and let go of, when the other end says so.
            #expect(try await stream.receive(atMost: 1, until: .far).isEmpty)
        }
        listener.close()
        var total = 0
        for count in counts { total += try await count.value }
        #expect(total == 40)
    }
}
