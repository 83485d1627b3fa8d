import Posix
import Testing

@Suite("Socket addresses")
struct SocketAddressTests {
    @Test(
        "addresses are read and written",
        arguments: [
            ("127.0.0.1", "127.0.0.1:80", true),
            ("127.9.9.9", "127.9.9.9:80", true),
            ("0.0.0.0", "0.0.0.0:80", false),
            ("10.1.2.3", "10.1.2.3:80", false),
            ("::1", "[::1]:80", true),
            ("::", "[::]:80", false),
            ("2001:DB8::1", "[2001:db8::1]:80", false),
        ]
    )
    func written(ip: String, description: String, isLoopback: Bool) throws {
        let address = try #require(SocketAddress(ip: ip, port: 80))
        #expect(address.description == description)
        #expect(address.isLoopback == isLoopback)
        #expect(address.withPort(81).port == 81)
        #expect(address.withPort(81).ip == address.ip)
    }

    @Test(
        "names and broken addresses are no address",
        arguments: ["", "localhost", "1.2.3", "1.2.3.256", "[::1]", ":::"]
    )
    func refused(ip: String) {
        #expect(SocketAddress(ip: ip, port: 80) == nil)
    }

    @Test("an address resolves to itself, in brackets or not", arguments: ["127.0.0.1", "[::1]", "::1"])
    func literal(host: String) throws {
        let found = try SocketAddress.resolve(host: host, port: 8470)
        #expect(found.count == 1)
        #expect(found.first?.isLoopback == true)
        #expect(found.first?.port == 8470)
    }

    @Test("localhost resolves to loopback addresses")
    func name() throws {
        let found = try SocketAddress.resolve(host: "localhost", port: 1)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.isLoopback && $0.port == 1 })
    }

    @Test("what cannot be a name is refused")
    func unknown() {
        #expect(throws: SystemError.self) { try SocketAddress.resolve(host: "a b", port: 1) }
    }

    @Test("equal addresses are equal values")
    func equality() {
        #expect(SocketAddress.loopback(port: 1) == SocketAddress(ip: "127.0.0.1", port: 1))
        #expect(SocketAddress.loopback(port: 1) != SocketAddress.loopback(port: 2))
    }
}
