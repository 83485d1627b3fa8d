package import Transfer

/// The query of `GET /broken-archives`.
package struct FindingQuery: PagedQuery {
    /// Only findings in one of these states; all when empty.
    package var states: [Transfer.Finding.State]
    /// Only findings in this repository.
    package var repository: String?
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have.
    package static let parameters = ["state", "repository"] + PageQuery.parameters

    /// Asks for a list.
    package init(states: [Transfer.Finding.State] = [], repository: String? = nil, page: PageQuery = PageQuery()) {
        self.states = states
        self.repository = repository
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            states: reader.choices("state", of: Transfer.Finding.State.self),
            repository: reader.text("repository"),
            page: PageQuery(from: &reader)
        )
    }

    /// The parameters that are set; states as one list.
    package var pairs: [QueryPair] {
        let state = states.isEmpty ? nil : states.map(\.rawValue).joined(separator: ",")
        return [QueryPair("state", state), QueryPair("repository", repository)].compactMap(\.self) + page.pairs
    }
}
