import API
package import Jobs

extension JobProblem {
    /// Why a job failed, as the API would say it; of what nobody foresaw, the error's own text is all there is.
    package init(answering error: any Error) {
        let problem = Problem(describing: error)
        let isForeseen = problem.code != ProblemCode.internalError.rawValue
        self.init(
            code: problem.code,
            title: problem.title,
            detail: isForeseen ? problem.detail : "\(error)",
            hint: isForeseen ? problem.hint : nil
        )
    }
}
