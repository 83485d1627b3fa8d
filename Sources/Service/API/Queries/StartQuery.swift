/// The query of a request that starts a job on a repository.
package struct StartQuery: APIQuery {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// How many seconds to wait for the end of the job before answering.
    package var wait: Int

    /// Every parameter that the query may have.
    package static let parameters = RepositoryQuery.parameters + JobWaitQuery.parameters

    /// Asks for a job.
    package init(repository: String? = nil, wait: Int = 0) {
        self.repository = repository
        self.wait = wait
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(repository: RepositoryQuery(from: &reader).repository, wait: JobWaitQuery(from: &reader).wait)
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        RepositoryQuery(repository: repository).pairs + JobWaitQuery(wait: wait).pairs
    }
}
