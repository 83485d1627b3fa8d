package import Jobs
package import Time

/// The query of `GET /jobs`.
package struct JobQuery: PagedQuery {
    /// Only jobs in one of these states; all when empty.
    package var states: [JobState]
    /// Only jobs of this type.
    package var type: String?
    /// Only jobs on this repository.
    package var repository: String?
    /// Only jobs that follow this one, or are a retry of it.
    package var parent: String?
    /// Only jobs that were asked for at this moment or later.
    package var since: Moment?
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have.
    package static let parameters = ["state", "type", "repository", "parent", "since"] + PageQuery.parameters

    /// Asks for a list.
    package init(
        states: [JobState] = [],
        type: String? = nil,
        repository: String? = nil,
        parent: String? = nil,
        since: Moment? = nil,
        page: PageQuery = PageQuery()
    ) {
        self.states = states
        self.type = type
        self.repository = repository
        self.parent = parent
        self.since = since
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            states: reader.choices("state", of: JobState.self),
            type: reader.text("type"),
            repository: reader.text("repository"),
            parent: reader.text("parent"),
            since: reader.moment("since"),
            page: PageQuery(from: &reader)
        )
    }

    /// The parameters that are set; states as one list.
    package var pairs: [QueryPair] {
        let state = states.isEmpty ? nil : states.map(\.rawValue).joined(separator: ",")
        return [
            QueryPair("state", state), QueryPair("type", type), QueryPair("repository", repository),
            QueryPair("parent", parent), QueryPair("since", since),
        ].compactMap(\.self) + page.pairs
    }
}
