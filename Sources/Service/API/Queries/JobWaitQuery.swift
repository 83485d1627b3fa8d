/// The query of `GET /jobs/{id}`, and of a request that starts a job and names everything else elsewhere.
package struct JobWaitQuery: APIQuery {
    /// How many seconds to wait for the end of the job before answering.
    package var wait: Int

    /// Every parameter that the query may have.
    package static let parameters = ["wait"]

    /// Asks for a job.
    package init(wait: Int = 0) {
        self.wait = wait
    }

    /// Reads the parameters; a minute is the longest wait.
    package init(from reader: inout QueryReader) {
        self.init(wait: reader.integer("wait", in: 0...60) ?? 0)
    }

    /// The parameter, unless there is nothing to wait for.
    package var pairs: [QueryPair] {
        wait == 0 ? [] : [QueryPair("wait", "\(wait)")]
    }
}
