import HTTPMessages

/// One parameter of a query.
package struct QueryPair: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value, not encoded.
    package let value: String

    /// Makes a pair.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Makes a pair unless there is no value.
    init?(_ name: String, _ value: (some CustomStringConvertible)?) {
        guard let value else { return nil }
        self.init(name, value.description)
    }

    var encoded: String { "\(PercentEncoding.encode(name))=\(PercentEncoding.encode(value))" }
}
