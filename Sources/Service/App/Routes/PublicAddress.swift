import HTTPMessages
import HTTPServer
import Posix

/// How clients address the service: what addresses in answers begin with.
struct PublicAddress: Sendable {
    private let url: PublicURL?
    private let proxies: Set<ProxyAddress>
    /// Stands in for a Host that a client did not send.
    private let fallback: SocketAddress

    init(_ values: Configuration, listening fallback: SocketAddress) {
        url = values.publicURL
        proxies = Set(values.proxies)
        self.fallback = fallback
    }

    /// Scheme, host and port, and the path where a proxy puts one in front; no slash at its end.
    func base(of request: HTTPRequest) -> String {
        if let url { return url.description }
        let host = request.authority?.description ?? fallback.description
        guard let outside = outside(of: request) else { return "http://\(host)" }
        let address = "\(outside.scheme)://\(outside.host ?? host)"
        return PublicURL.parsed(address + outside.prefix) ?? PublicURL.parsed(address) ?? "\(outside.scheme)://\(host)"
    }

    /// Only a proxy that is known is believed: anybody else could make clients believe in an address that is none.
    private func outside(of request: HTTPRequest) -> ForwardedAddress? {
        guard let peer = request.peer, proxies.contains(ProxyAddress(peer)) else { return nil }
        return ForwardedAddress(request.fields)
    }
}
