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
        if asJSON, let bytes = try? APICoding.encode(document) {
            console.say(String(decoding: bytes, as: UTF8.self))
        } else {
            console.say("\(console.errorStyle.red("error:")) \(Printable.lines(sentence))")
        }
        return exit
    }

    private var sentence: String {
        switch error {
        case is CancellationError: "interrupted"
        case let error as ConfigurationError: "the configuration cannot be used\n\(error)"
        default: "\(error)"
        }
    }

    private var document: FailureDocument {
        switch error {
        case is CancellationError: document("interrupted", "The command was interrupted.")
        case let error as UsageError: document("usage", error.description)
        case let error as CommandError: document(error.code, error.description)
        case let error as ServiceError: document(error.code.rawValue, error.description)
        case let error as HTTPClientError: document(error.code.rawValue, error.description)
        case let error as ConfigurationError:
            document("configuration", "The configuration cannot be used.", error.problems.map { FieldError(error, $0) })
        default: FailureDocument(Problem(caughtHere: error), exit, otherwise: "\(error)")
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
