package import Jobs
package import Requests

/// Why a request was not fulfilled, or a job failed (RFC 9457 §3).
///
/// Members with nothing to say are absent.
package struct Problem: Error, Codable, Hashable, Sendable {
    /// The identifier of the kind of problem, a URN.
    package let type: String
    /// The kind of problem in words, the same every time.
    package let title: String
    /// The status code of the response.
    package let status: Int
    /// What happened this time, as one sentence.
    package let detail: String
    /// The last part of `type`, for programs.
    package let code: String
    /// The id of the request in which it happened, as in the log.
    package private(set) var requestID: String?
    /// The next step, as one sentence.
    package let hint: String?
    /// The job that stands in the way.
    package let existingJob: String?
    /// Each mistake in the request.
    package let errors: [FieldError]?

    enum CodingKeys: String, CodingKey {
        case type, title, status, detail, code, hint, errors
        case requestID = "request_id"
        case existingJob = "existing_job"
    }

    /// Describes one problem; an empty list of mistakes is left out.
    package init(
        _ code: ProblemCode,
        detail: String,
        requestID: String? = nil,
        hint: String? = nil,
        existingJob: String? = nil,
        errors: [FieldError] = []
    ) {
        self.type = code.type
        self.title = code.title
        self.status = code.status
        self.detail = detail
        self.code = code.rawValue
        self.requestID = requestID
        self.hint = hint
        self.existingJob = existingJob
        self.errors = errors.isEmpty ? nil : errors
    }
}

extension Problem {
    /// The same problem, with the id of the request in which it happened.
    package func inRequest(_ id: String) -> Problem {
        var problem = self
        problem.requestID = id
        return problem
    }

    /// Why a job failed, as its row has it; a code that is not known here stays as it is.
    package init(_ problem: JobProblem) {
        let known = ProblemCode(rawValue: problem.code)
        type = ProblemCode.type(of: problem.code)
        title = known?.title ?? problem.title
        status = known?.status ?? 500
        detail = problem.detail
        code = problem.code
        requestID = nil
        hint = problem.hint
        existingJob = nil
        errors = nil
    }
}

extension Problem: CustomStringConvertible {
    /// The sentence, each mistake that it does not name itself, and the next step.
    package var description: String {
        let mistakes = (errors ?? []).filter { !detail.contains($0.detail) }.map { "\n  \($0)" }
        return ([detail] + mistakes + [hint.map { " \($0)" }].compactMap(\.self)).joined()
    }
}
