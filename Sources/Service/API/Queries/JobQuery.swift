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
    /// Only jobs that were wanted by this one, or by one of this kind: `cli:alice`, `schedule`.
    package var initiator: String?
    /// Only jobs that are retries of this one, or follow it.
    package var parent: String?
    /// Only jobs that were asked for at this moment or later.
    package var since: Moment?
    /// Only jobs that hold this text in id, type, repository, initiator, parameters or error.
    package var search: String?
    /// Whether the oldest comes first.
    package var isReversed: Bool
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have.
    package static let parameters =
        [
            "q", "state", "type", "repository", "initiator", "parent", "since", "reverse",
        ] + PageQuery.parameters

    /// Asks for a list.
    package init(
        states: [JobState] = [],
        type: String? = nil,
        repository: String? = nil,
        initiator: String? = nil,
        parent: String? = nil,
        since: Moment? = nil,
        search: String? = nil,
        isReversed: Bool = false,
        page: PageQuery = PageQuery()
    ) {
        self.states = states
        self.type = type
        self.repository = repository
        self.initiator = initiator
        self.parent = parent
        self.since = since
        self.search = search
        self.isReversed = isReversed
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            states: reader.choices("state", of: JobState.self),
            type: reader.text("type"),
            repository: reader.text("repository"),
            initiator: reader.text("initiator"),
            parent: reader.text("parent"),
            since: reader.moment("since"),
            search: reader.search("q"),
            isReversed: reader.flag("reverse") ?? false,
            page: PageQuery(from: &reader)
        )
    }

    /// The parameters that are set; states as one list.
    package var pairs: [QueryPair] {
        let state = states.isEmpty ? nil : states.map(\.rawValue).joined(separator: ",")
        return [
            QueryPair("q", search), QueryPair("state", state), QueryPair("type", type),
            QueryPair("repository", repository), QueryPair("initiator", initiator), QueryPair("parent", parent),
            QueryPair("since", since), isReversed ? QueryPair("reverse", "true") : nil,
        ].compactMap(\.self) + page.pairs
    }
}
