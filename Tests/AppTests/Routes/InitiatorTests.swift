import HTTPMessages
import HTTPServer
import Posix
import Testing

@testable import App

@Suite("Who started something")
struct InitiatorTests {
    private static let longest = String(repeating: "a", count: 100)
    private static let forwarded = HTTPFieldName("X-Forwarded-For")

    private static let rows: [(peer: String, fields: HTTPFields, initiator: String)] = [
        ("127.0.0.1", [.initiator: "alice"], "cli:alice"), ("::1", [.initiator: "alice"], "cli:alice"),
        ("127.0.0.1", [.initiator: "andr%C3%A9"], "cli:andr%C3%A9"), ("127.0.0.1", [:], "api:127.0.0.1"),
        ("127.0.0.1", [.initiator: longest], "cli:\(longest)"),
        ("127.0.0.1", [.initiator: "\(longest)a"], "api:127.0.0.1"), ("127.0.0.1", [.initiator: ""], "api:127.0.0.1"),
        ("127.0.0.1", [.initiator: "a b"], "api:127.0.0.1"), ("127.0.0.1", [.initiator: "a:b"], "api:127.0.0.1"),
        ("127.0.0.1", [.initiator: "a\u{1B}[31m"], "api:127.0.0.1"),
        ("192.0.2.7", [.initiator: "alice"], "api:192.0.2.7"),
        ("127.0.0.1", [.initiator: "alice", forwarded: "192.0.2.7"], "api:127.0.0.1"),
        ("127.0.0.1", [.initiator: "alice", .forwarded: "for=192.0.2.7"], "api:127.0.0.1"),
        ("127.0.0.1", [.initiator: "alice", .xForwardedProto: "https"], "api:127.0.0.1"),
    ]

    @Test(
        "A user is believed of commands on this machine alone, short and plain, and not through a proxy",
        arguments: rows
    )
    func user(peer: String, fields: HTTPFields, initiator: String) throws {
        let address = SocketAddress(ip: peer, port: 40_000)
        let request = try HTTPRequest(.POST, RequestTarget("/jobs/collect"), fields: fields, peer: address)
        #expect(request.initiator == initiator)
    }
}
