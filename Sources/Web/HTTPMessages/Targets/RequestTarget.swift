/// What a request is about (RFC 9112 §3.2): a path cut into segments, each decoded once, and a query.
///
/// A slash written as `%2F` stays inside its segment. No segment holds a `.` or `..` component, a backslash or a
/// control character.
package struct RequestTarget: Hashable, Sendable, CustomStringConvertible {
    /// The target as it stood in the request line.
    package let raw: String
    /// Host and port, when the target was given in absolute form; they then outrank the `Host` field.
    package let authority: String?
    /// The decoded parts of the path: none for `/`, an empty last one after a trailing slash.
    package let segments: [String]
    package let query: QueryItems
    /// Whether it is `*`, which asks about the server as a whole (RFC 9112 §3.2.4).
    package let isAsterisk: Bool

    /// Reads origin form (`/path?query`), absolute form or `*`; CONNECT's authority form is refused.
    package init(parsing bytes: ArraySlice<UInt8>) throws(HTTPSyntaxError) {
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw HTTPSyntaxError(.target, "has a character that must be percent-encoded")
        }
        raw = String(decoding: bytes, as: UTF8.self)
        isAsterisk = bytes.count == 1 && bytes.first == UInt8(ascii: "*")
        var rest = bytes
        authority = bytes.first == UInt8(ascii: "/") ? nil : AbsoluteForm.takeAuthority(from: &rest)
        if isAsterisk { rest = [] }
        let question = rest.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
        segments = try PathSegments.parse(rest[..<question], mayBeEmpty: isAsterisk || authority != nil)
        query = question == rest.endIndex ? .none : try QueryItems(parsing: rest[(question + 1)...])
    }

    /// Reads a target given as text.
    package init(_ text: String) throws(HTTPSyntaxError) { try self.init(parsing: Array(text.utf8)[...]) }

    /// The path as it stood in the request line, undecoded and without the query.
    package var rawPath: Substring { raw.prefix { $0 != "?" } }

    package var description: String { raw }
}

/// `http://host:port/path`, which proxies send and servers must accept (RFC 9112 §3.2.2).
private enum AbsoluteForm {
    static func takeAuthority(from rest: inout ArraySlice<UInt8>) -> String? {
        for scheme in ["http://", "https://"] where hasPrefix(rest, scheme) {
            let start = rest.startIndex + scheme.utf8.count
            let end = rest[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            guard end > start else { return nil }
            defer { rest = rest[end...] }
            return String(decoding: rest[start..<end], as: UTF8.self)
        }
        return nil
    }

    private static func hasPrefix(_ bytes: ArraySlice<UInt8>, _ prefix: String) -> Bool {
        bytes.count >= prefix.utf8.count && zip(bytes, prefix.utf8).allSatisfy { $0.0.lowercased == $0.1 }
    }
}

/// The path rules: cut at slashes first, then decode each part once.
private enum PathSegments {
    static func parse(_ path: ArraySlice<UInt8>, mayBeEmpty: Bool) throws(HTTPSyntaxError) -> [String] {
        guard let first = path.first else {
            if mayBeEmpty { return [] }
            throw HTTPSyntaxError(.target, "is empty")
        }
        guard first == UInt8(ascii: "/") else { throw HTTPSyntaxError(.target, "does not start with a slash") }
        var segments: [String] = []
        var rest = path.dropFirst()
        if rest.isEmpty { return [] }
        while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
            segments.append(try segment(rest[..<slash]))
            rest = rest[(slash + 1)...]
        }
        segments.append(try segment(rest))
        return segments
    }

    private static func segment(_ raw: ArraySlice<UInt8>) throws(HTTPSyntaxError) -> String {
        guard raw.contains(UInt8(ascii: "%")) else {
            try check(raw)
            return String(decoding: raw, as: UTF8.self)
        }
        guard let decoded = PercentEncoding.decode(raw) else {
            throw HTTPSyntaxError(.path, "has a % without two hexadecimal digits")
        }
        try check(decoded[...])
        guard let text = String(validating: decoded, as: UTF8.self) else {
            throw HTTPSyntaxError(.path, "is not UTF-8")
        }
        return text
    }

    private static func check(_ segment: ArraySlice<UInt8>) throws(HTTPSyntaxError) {
        var length = 0
        var onlyDots = true
        for byte in segment {
            guard byte >= 0x20, byte != 0x7F else { throw HTTPSyntaxError(.path, "has a control character") }
            guard byte != UInt8(ascii: "\\") else { throw HTTPSyntaxError(.path, "has a backslash") }
            if byte == UInt8(ascii: "/") {
                try checkComponent(length: length, onlyDots: onlyDots)
                (length, onlyDots) = (0, true)
            } else {
                length += 1
                onlyDots = onlyDots && byte == UInt8(ascii: ".")
            }
        }
        try checkComponent(length: length, onlyDots: onlyDots)
    }

    private static func checkComponent(length: Int, onlyDots: Bool) throws(HTTPSyntaxError) {
        guard onlyDots, length == 1 || length == 2 else { return }
        throw HTTPSyntaxError(.path, length == 1 ? "has a . segment" : "has a .. segment")
    }
}
