package import Time

/// The query of `GET /storage/history`.
package struct HistoryQuery: APIQuery {
    /// Only samples of this moment or later.
    package var since: Moment?
    /// Only the series of this repository; those of the disks all the same.
    package var repository: String?

    /// Every parameter that the query may have.
    package static let parameters = ["since", "repository"]

    /// Asks for a history.
    package init(since: Moment? = nil, repository: String? = nil) {
        self.since = since
        self.repository = repository
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(since: reader.moment("since"), repository: reader.text("repository"))
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        [QueryPair("since", since), QueryPair("repository", repository)].compactMap(\.self)
    }
}
