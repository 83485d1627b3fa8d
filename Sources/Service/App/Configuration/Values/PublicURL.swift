import HTTPMessages

/// What clients call the service: `https://packages.plant:8443`, with a path where a proxy puts one in front.
package struct PublicURL: Hashable, Sendable, CustomStringConvertible, ConfigurationValue {
    /// The host alone, in lower case.
    package let host: String
    /// The whole of it, without a slash at its end.
    package let description: String

    init(configured text: String) throws(ValueProblem) {
        guard let scheme = ["http://", "https://"].first(where: text.lowercased().hasPrefix) else {
            let replacement = text.contains("://") ? nil : Self.completed("https://\(text)")
            throw ValueProblem("does not begin with http:// or https://", replacement: replacement)
        }
        guard let url = Self(scheme: scheme, rest: text.dropFirst(scheme.count)) else {
            let bare = String(text.prefix { $0 != "?" && $0 != "#" })
            let cause = "is not an address such as https://packages.example:8443, without query and user name"
            throw ValueProblem(cause, replacement: bare == text ? nil : Self.completed(bare))
        }
        self = url
    }

    var configured: String { description }

    private init?(scheme: String, rest: Substring) {
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let authority = Authority(parsing: String(rest[..<end])) else { return nil }
        let segments = rest[end...].split(separator: "/")
        guard segments.allSatisfy(Self.isSegment) else { return nil }
        host = authority.host
        description = "\(scheme)\(authority)" + segments.map { "/\($0)" }.joined()
    }

    /// RFC 3986 §3.3, without the segments that mean another path.
    private static func isSegment(_ text: Substring) -> Bool {
        let punctuation = Array("-._~%!$&'()*+,;=:@".utf8)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        return text != "." && text != ".."
            && text.utf8.allSatisfy { $0.isDigit || letters.contains($0.lowercased) || punctuation.contains($0) }
    }

    /// The address as it is written here, if it is one.
    static func parsed(_ text: String) -> String? { (try? Self(configured: text))?.description }

    private static func completed(_ text: String) -> String? { parsed(text) }
}
