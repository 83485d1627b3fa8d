import Posix

/// A name by which browsers reach the service, without scheme and port; compared in lower case (RFC 9110 §4.2.3).
package struct HostName: Hashable, Sendable, CustomStringConvertible, ConfigurationValue {
    /// The name in lower case.
    package let string: String

    init(configured text: String) throws(ValueProblem) {
        guard Self.isValid(text) else {
            throw ValueProblem("is not a host name such as packages.example", replacement: Self.host(in: text))
        }
        string = text.lowercased()
    }

    var configured: String { string }

    /// The name in lower case.
    package var description: String { string }

    /// RFC 1123 §2.1: labels of at most 63 letters, digits and dashes, none at their ends, 253 bytes in all.
    private static func isValid(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy(isLabelByte)
            }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The host of what looks like a URL or has a port.
    private static func host(in text: String) -> String? {
        let afterScheme = text.split(separator: "/").drop { $0.hasSuffix(":") }.first ?? ""
        let host = String(afterScheme.prefix { $0 != ":" })
        return host != text && isValid(host) ? host : nil
    }
}

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
