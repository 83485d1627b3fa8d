/// The query of a list that can only be narrowed to a repository: snapshots, artifacts, imports.
package struct ListQuery: PagedQuery {
    /// Only what belongs to this repository.
    package var repository: String?
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have.
    package static let parameters = ["repository"] + PageQuery.parameters

    /// Asks for a list.
    package init(repository: String? = nil, page: PageQuery = PageQuery()) {
        self.repository = repository
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(repository: reader.text("repository"), page: PageQuery(from: &reader))
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        [QueryPair("repository", repository)].compactMap(\.self) + page.pairs
    }
}
