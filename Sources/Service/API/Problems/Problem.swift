package import Requests

/// Why a request was not fulfilled, or a job failed (RFC 9457 §3).
///
/// Members with nothing to say are absent.
package struct Problem: Codable, Hashable, Sendable {
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
    package let requestID: String?
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
        Problem(
            ProblemCode(rawValue: code) ?? .internalError,
            detail: detail,
            requestID: id,
            hint: hint,
            existingJob: existingJob,
            errors: errors ?? []
        )
    }
}
