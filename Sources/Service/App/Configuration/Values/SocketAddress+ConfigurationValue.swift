import Posix

/// Written as address and port: `127.0.0.1:8470`, `[::1]:8470`; `localhost` is the loopback address.
extension SocketAddress: ConfigurationValue {
    init(configured text: String) throws(ValueProblem) {
        guard let (host, port) = Self.split(text) else {
            throw ValueProblem(
                "is not an address with a port, such as 127.0.0.1:8470",
                replacement: Self.completed(text)
            )
        }
        guard let address = Self.literal(host, port: port) else {
            throw ValueProblem("has no IP address before its port, such as 127.0.0.1 or [::1]")
        }
        self = address
    }

    var configured: String { description }

    private static func split(_ text: String) -> (host: Substring, port: UInt16)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard let port = UInt16(digits), digits.first?.isNumber == true, colon > text.startIndex else { return nil }
        return (text[..<colon], port)
    }

    private static func literal(_ host: Substring, port: UInt16) -> SocketAddress? {
        if host == "localhost" { return .loopback(port: port) }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        // IPv6 without brackets would take the port for a part of the address, or the other way round.
        guard isBracketed == host.contains(":") else { return nil }
        return SocketAddress(ip: String(isBracketed ? host.dropFirst().dropLast() : host), port: port)
    }

    /// What was probably meant by a port or an address alone.
    private static func completed(_ text: String) -> String? {
        let digits = text.hasPrefix(":") ? text.dropFirst() : text[...]
        if let port = UInt16(digits) { return text.hasPrefix(":") ? "0.0.0.0:\(port)" : "127.0.0.1:\(port)" }
        return literal(text[...], port: 8470)?.description
    }
}
