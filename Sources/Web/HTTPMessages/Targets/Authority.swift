/// The host and port that a request was addressed to (RFC 3986 §3.2, RFC 9110 §7.2).
package struct Authority: Hashable, Sendable, CustomStringConvertible {
    /// The host in lower case; an IPv6 address stands in its brackets.
    package let host: String
    /// The port, when one was given.
    package let port: UInt16?
    /// Whether the host is an IPv4 or IPv6 address rather than a name.
    package let isAddress: Bool
    /// As it stands in a `Host` field.
    package let description: String

    /// Reads `host` or `host:port`.
    ///
    /// A user name, an empty host and characters outside the grammar are refused.
    package init?(parsing text: String) {
        let bytes = Array(text.utf8)
        let end = Self.endOfHost(bytes)
        guard end > 0 else { return nil }
        host = String(decoding: bytes[..<end].map(\.lowercased), as: UTF8.self)
        isAddress = Self.isAddress(host)
        let rest = bytes[end...]
        guard rest.count > 1 else {
            guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { return nil }
            port = nil
            description = host
            return
        }
        guard let number = Self.port(rest) else { return nil }
        port = number
        description = "\(host):\(number)"
    }

    private static func isAddress(_ host: String) -> Bool {
        if host.utf8.first == UInt8(ascii: "[") { return true }
        return IPv6Literal.isIPv4(Array(host.utf8)[...])
    }

    private static func endOfHost(_ bytes: [UInt8]) -> Int {
        if bytes.first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 2 else { return 0 }
            return IPv6Literal.isOne(bytes[1..<close]) ? close + 1 : 0
        }
        let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        let name = bytes[..<end]
        return name.allSatisfy(isNameCharacter) && hasWholeEscapes(name) ? end : 0
    }

    /// Whether two hexadecimal digits follow each `%`.
    private static func hasWholeEscapes(_ name: ArraySlice<UInt8>) -> Bool {
        name.indices.allSatisfy { index in
            name[index] != UInt8(ascii: "%")
                || name[(index + 1)...].prefix(2).count(where: { $0.hexDigitValue != nil }) == 2
        }
    }

    private static func port(_ rest: ArraySlice<UInt8>) -> UInt16? {
        guard rest.first == UInt8(ascii: ":"), rest.dropFirst().allSatisfy(\.isDigit) else { return nil }
        return UInt16(String(decoding: rest.dropFirst(), as: UTF8.self))
    }

    /// unreserved, `%` and sub-delims without those that could end a quoted word.
    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        byte.isTokenCharacter && byte != UInt8(ascii: "|") && byte != UInt8(ascii: "^") && byte != UInt8(ascii: "`")
            && byte != UInt8(ascii: "#")
    }
}
