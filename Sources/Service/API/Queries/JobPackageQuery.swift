package import Trees

/// The query of `GET /jobs/{id}/packages`.
package struct JobPackageQuery: PagedQuery {
    /// Only packages whose name holds this text.
    package var search: String?
    /// Only packages that ended so; all when empty.
    package var outcomes: [RefreshedPackage.Outcome]
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have.
    package static let parameters = ["q", "outcome"] + PageQuery.parameters

    /// Asks for a list.
    package init(
        search: String? = nil,
        outcomes: [RefreshedPackage.Outcome] = [],
        page: PageQuery = PageQuery()
    ) {
        self.search = search
        self.outcomes = outcomes
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            search: reader.search("q"),
            outcomes: reader.choices("outcome", of: RefreshedPackage.Outcome.self),
            page: PageQuery(from: &reader)
        )
    }

    /// The parameters that are set; outcomes as one list.
    package var pairs: [QueryPair] {
        let outcome = outcomes.isEmpty ? nil : outcomes.map(\.rawValue).joined(separator: ",")
        return [QueryPair("q", search), QueryPair("outcome", outcome)].compactMap(\.self) + page.pairs
    }
}
