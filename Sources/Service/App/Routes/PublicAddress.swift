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
        return "\(scheme(of: request))://\(request.authority?.description ?? fallback.description)"
    }

    /// Only a proxy that is known is believed: anybody else could make clients believe in an address that is none.
    private func scheme(of request: HTTPRequest) -> String {
        guard let peer = request.peer, proxies.contains(ProxyAddress(peer)) else { return "http" }
        return Self.forwardedScheme(request.fields) == "https" ? "https" : "http"
    }

    /// What the last proxy said, which is the one that connected.
    private static func forwardedScheme(_ fields: HTTPFields) -> String? {
        if let scheme = fields[.xForwardedProto]?.split(separator: ",").last {
            return scheme.filter { $0 != " " }.lowercased()
        }
        // RFC 7239 §4: pairs separated by semicolons, one group for each proxy.
        let pairs = fields[.forwarded]?.split(separator: ",").last?.split(separator: ";") ?? []
        let texts = pairs.map { $0.filter { $0 != " " && $0 != "\"" }.lowercased() }
        return texts.first { $0.hasPrefix("proto=") }.map { String($0.dropFirst(6)) }
    }
}
