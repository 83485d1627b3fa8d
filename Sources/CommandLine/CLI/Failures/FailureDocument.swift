import API
import Requests

/// An error for programs: a problem (RFC 9457) with the exit code.
struct FailureDocument: Encodable, Sendable {
    let type: String
    let title: String
    let detail: String
    let code: String
    let exitCode: Int32
    let hint: String?
    let existingJob: String?
    let errors: [FieldError]?

    enum CodingKeys: String, CodingKey {
        case type, title, detail, code, hint, errors
        case exitCode = "exit_code"
        case existingJob = "existing_job"
    }

    /// Describes what only commands can run into.
    init(code: String, title: String, detail: String, exitCode: Int32, errors: [FieldError] = []) {
        type = "urn:packferry:problem:\(code)"
        self.title = title
        self.detail = detail
        self.code = code
        self.exitCode = exitCode
        hint = nil
        existingJob = nil
        self.errors = errors.isEmpty ? nil : errors
    }

    /// Describes a problem; `otherwise` says what it was when nobody foresaw it.
    init(_ problem: Problem, _ exit: ExitCode, otherwise: String) {
        let isForeseen = problem.code != ProblemCode.internalError.rawValue
        type = problem.type
        title = problem.title
        detail = isForeseen ? problem.detail : otherwise
        code = problem.code
        exitCode = exit.rawValue
        hint = isForeseen ? problem.hint : nil
        existingJob = problem.existingJob
        errors = problem.errors
    }
}
