package import Posix

/// The address of a proxy, without a port: `127.0.0.1`, `::1`.
package struct ProxyAddress: Hashable, Sendable, ConfigurationValue {
    private let address: SocketAddress

    /// What is believed where nobody says otherwise.
    static let ofThisMachine = ["127.0.0.1", "::1"].compactMap { SocketAddress(ip: $0, port: 0) }.map(Self.init)

    /// Takes the address that a connection came from.
    package init(_ peer: SocketAddress) { address = peer.withPort(0) }

    init(configured text: String) throws(ValueProblem) {
        guard let address = SocketAddress(ip: text, port: 0) else {
            throw ValueProblem("is not an IP address such as 127.0.0.1 or ::1")
        }
        self.address = address
    }

    var configured: String { address.ip }
}
