/// A request method (RFC 9110 §9): case-sensitive, and any token may be one.
package struct HTTPMethod: Hashable, Sendable, CustomStringConvertible {
    /// The token as it stands in the request line.
    package let name: String

    /// Wraps a token that was checked before.
    package init(_ name: String) { self.name = name }

    /// The methods of RFC 9110 §9.3 and PATCH (RFC 5789).
    package static let GET = HTTPMethod("GET")
    package static let HEAD = HTTPMethod("HEAD")
    package static let POST = HTTPMethod("POST")
    package static let PUT = HTTPMethod("PUT")
    package static let PATCH = HTTPMethod("PATCH")
    package static let DELETE = HTTPMethod("DELETE")
    package static let OPTIONS = HTTPMethod("OPTIONS")
    package static let TRACE = HTTPMethod("TRACE")
    package static let CONNECT = HTTPMethod("CONNECT")

    /// Whether the method only reads (RFC 9110 §9.2.1); a method not known here counts as unsafe.
    package var isSafe: Bool { self == .GET || self == .HEAD || self == .OPTIONS || self == .TRACE }

    package var description: String { name }
}
