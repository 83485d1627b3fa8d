import API
import App
import Arguments
import HTTPClient
import Posix
import Requests

/// An error as the process ends with it: on standard error, for people or for programs.
struct Failure {
    let exit: ExitCode
    private let error: any Error

    init(_ error: any Error) {
        self.error = error
        exit = ExitCode(error)
    }

    /// Whether nobody reads what is written any more, which is no failure of the command.
    var isClosedPipe: Bool { (error as? SystemError)?.errno == .brokenPipe }

    /// Says it, and gives how the process ends.
    func report(to console: Console, asJSON: Bool) -> ExitCode {
        guard !isClosedPipe else { return .done }
        guard asJSON || !(error is CancellationError) else {
            console.say("interrupted")
            return exit
        }
        if asJSON, let bytes = try? APICoding.encode(document) {
            console.say(String(decoding: bytes, as: UTF8.self))
        } else {
            console.say("\(console.errorStyle.red("error:")) \(Printable.lines(sentence))")
        }
        return exit
    }

    private var sentence: String {
        switch error {
        case let error as ConfigurationError: "the configuration cannot be used\n\(error)"
        default: ofEngine
        }
    }

    /// The sentence that a server answers with; what nobody foresaw, and what only commands run into, speaks for itself.
    private var ofEngine: String {
        let problem = Problem(describing: error)
        return problem.code == ProblemCode.internalError.rawValue ? "\(error)" : "\(problem)"
    }

    /// The error for programs.
    var document: FailureDocument {
        switch error {
        case is CancellationError: document("interrupted", "The command was interrupted.")
        case let error as UsageError: document("usage", error.description)
        case let error as CommandError: document(error.code, error.description)
        case let error as ServiceError: document(error.code.rawValue, error.description)
        case let error as HTTPClientError: document(error.code.rawValue, error.description)
        case let error as ConfigurationError:
            document("configuration", "The configuration cannot be used.", error.problems.map { FieldError(error, $0) })
        default: FailureDocument(Problem(describing: error), exit, otherwise: "\(error)")
        }
    }

    private func document(_ code: String, _ detail: String, _ errors: [FieldError] = []) -> FailureDocument {
        FailureDocument(code: code, title: exit.meaning, detail: detail, exitCode: exit.rawValue, errors: errors)
    }
}

extension FieldError {
    fileprivate init(_ error: ConfigurationError, _ problem: ConfigurationProblem) {
        let isOfFile = problem.origin == .builtIn
        self.init(parameter: isOfFile ? error.file.string : problem.origin.description, problem.description)
    }
}

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

extension ExitCode {
    /// The one place that says how the process ends after an error.
    ///
    /// What engines and servers call the problem decides; only what the machine or the command line itself refuses
    /// has codes of its own.
    init(_ error: any Error) {
        self =
            switch error {
            case is CancellationError: .interrupted
            case is UsageError: .usage
            case is ConfigurationError: .configuration
            case let error as CommandError: error.exit
            case let error as ServiceError: ExitCode(error.code)
            case let error as HTTPClientError: ExitCode(error.code)
            default: ExitCode(Problem(describing: error))
            }
    }

    private init(_ code: ServiceError.Code) {
        self =
            switch code {
            case .alreadyRunning: .locked
            case .addressInUse, .cannotListen: .cannotCreate
            case .notPermitted: .notPermitted
            }
    }

    private init(_ code: HTTPClientError.Code) {
        self =
            switch code {
            case .unreachable, .timeout, .tls, .interrupted, .tooLarge, .refused, .redirect, .wrongRange:
                .unreachable
            case .badAddress: .usage
            }
    }
}
