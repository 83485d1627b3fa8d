package import HTTPMessages
package import Requests

/// The query of a request: read strictly by the server, written by the client.
package protocol APIQuery: Hashable, Sendable {
    /// Every parameter that it may have; others are refused.
    static var parameters: [String] { get }

    /// Reads the parameters; mistakes are noted in the reader.
    init(from reader: inout QueryReader)

    /// The parameters that are set.
    var pairs: [QueryPair] { get }
}

extension APIQuery {
    /// Reads a query and names every mistake in it at once.
    package init(_ items: QueryItems) throws(RequestRefusal) {
        var reader = QueryReader(items, allowed: Self.parameters)
        self.init(from: &reader)
        try reader.end()
    }
}
