/// Which page of a list is wanted.
package struct PageQuery: APIQuery {
    /// How many items a page may have.
    package static let limits = 1...500

    /// The most items to answer with.
    package var limit: Int
    /// Where the last page ended; nil for the first one.
    package var cursor: String?
    /// What the list is to be written in; nil where that is left to `Accept`.
    package var format: ListFormat?

    /// Every parameter that the query may have.
    package static let parameters = ["limit", "cursor", "format"]

    /// Asks for a page.
    package init(limit: Int = 50, cursor: String? = nil, format: ListFormat? = nil) {
        self.limit = limit
        self.cursor = cursor
        self.format = format
    }

    /// Reads the parameters; without a limit a page has 50 items.
    package init(from reader: inout QueryReader) {
        self.init(
            limit: reader.integer("limit", in: Self.limits) ?? 50,
            cursor: reader.text("cursor"),
            format: reader.choice("format", of: ListFormat.self)
        )
    }

    /// The parameters that are set, without a cursor for the first page.
    package var pairs: [QueryPair] {
        [QueryPair("limit", limit), QueryPair("cursor", cursor), QueryPair("format", format?.rawValue)]
            .compactMap(\.self)
    }
}

/// What a list can be written in.
package enum ListFormat: String, Sendable, CaseIterable {
    /// A page at a time, as everything else.
    case json
    /// All of it as one table (RFC 4180).
    case csv
}

/// The query of a list that is answered in pages.
package protocol PagedQuery: APIQuery {
    /// Which page is wanted.
    var page: PageQuery { get set }
}

extension PagedQuery {
    /// The same query, for the page that starts at a cursor.
    package func page(at cursor: String) -> Self {
        var next = self
        next.page.cursor = cursor
        return next
    }
}
