import HTTPMessages

/// What a proxy says of the address that its client used: `X-Forwarded-Proto`, `-Host`, `-Port` and `-Prefix`, and
/// what they leave open `Forwarded` (RFC 7239).
///
/// Of several values the last one counts: it is from the proxy that connected.
struct ForwardedAddress {
    /// `https`, or else `http`.
    let scheme: String
    /// Host and port; `nil` where the proxy passed them on in `Host`.
    let host: String?
    /// The path before the service's own, as it was written; empty without one.
    let prefix: String

    init(_ fields: HTTPFields) {
        let pairs = Self.pairs(fields[.forwarded])
        let said = Self.last(fields[.xForwardedProto]) ?? pairs["proto"]
        let scheme = said?.lowercased() == "https" ? "https" : "http"
        self.scheme = scheme
        let port = Self.last(fields[HTTPFieldName("X-Forwarded-Port")])
        host = (Self.last(fields[HTTPFieldName("X-Forwarded-Host")]) ?? pairs["host"])
            .flatMap { Authority(parsing: $0) }.map { Self.completed($0, port: port, scheme: scheme) }
        prefix = Self.last(fields[HTTPFieldName("X-Forwarded-Prefix")]).map { $0.hasPrefix("/") ? $0 : "/\($0)" } ?? ""
    }

    /// The host with the port, unless that is the usual one of the scheme or is said already.
    private static func completed(_ host: Authority, port: String?, scheme: String) -> String {
        guard host.port == nil, let port = port.flatMap({ UInt16($0) }) else { return host.description }
        return port == (scheme == "https" ? 443 : 80) ? host.description : "\(host.host):\(port)"
    }

    private static func last(_ list: String?) -> String? {
        guard let text = list?.split(separator: ",").last.map({ $0.filter { $0 != " " } }) else { return nil }
        return text.isEmpty ? nil : text
    }

    /// The pairs of the last group (RFC 7239 §4): separated by semicolons, with values that may be quoted.
    private static func pairs(_ field: String?) -> [String: String] {
        let pairs = last(field)?.split(separator: ";").compactMap { pair -> (String, String)? in
            guard let equals = pair.firstIndex(of: "=") else { return nil }
            let value = pair[pair.index(after: equals)...].filter { $0 != "\"" }
            return (pair[..<equals].lowercased(), value)
        }
        return Dictionary(pairs ?? []) { first, _ in first }
    }
}
