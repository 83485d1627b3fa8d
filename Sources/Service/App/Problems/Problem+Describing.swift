package import API
import Archives
import HTTPMessages
import HTTPServer
package import Jobs
import Persistence
import Posix
import Requests
import SQLite
import Transfer
import Trees

extension Problem {
    /// What any error is to whoever asked.
    ///
    /// The one place where errors become answers. What nobody foresaw is an internal error that says nothing of itself:
    /// its text is for the log.
    package init(describing error: any Error) {
        self = Self.ofRequest(error) ?? Self.ofEngine(error) ?? Self.ofMachine(error) ?? .unforeseen
    }

    private static func ofRequest(_ error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let error as RequestRefusal: Problem(error)
        case let error as HTTPServerError: Problem(error)
        case let error as HTTPSyntaxError: Problem(.badRequest, detail: sentence("\(error)"))
        case let error as PathError: Problem(.invalidRequest, detail: sentence("\(error)"))
        default: nil
        }
    }

    private static func ofEngine(_ error: any Error) -> Problem? {
        switch error {
        case let error as TransferError: Problem(error)
        case let error as JobError: Problem(error)
        case let error as ArchiveError:
            Problem(.archiveRefused, detail: sentence("\(error)"), hint: error.hint.map(sentence))
        case let error as PackageListError:
            Problem(
                error.code == .tooLarge ? .tooLarge : .packageListRefused,
                detail: sentence("\(error.subject) \(error.cause)"),
                hint: sentence(error.hint)
            )
        case let error as StorageError:
            Problem(.storageUnavailable, detail: sentence("\(error.path) \(error.cause)"), hint: sentence(error.hint))
        case let error as UpstreamError:
            Problem(
                .upstreamUnreachable,
                detail: sentence("\(error.subject) \(error.cause)"),
                hint: sentence(error.hint)
            )
        default: nil
        }
    }

    private static func ofMachine(_ error: any Error) -> Problem? {
        switch error {
        case let error as SystemError: Problem(error)
        case let error as SQLiteError: Problem(error)
        case let error as PersistenceError:
            Problem(
                ProblemCode(error.code),
                detail: sentence("\(error.path) \(error.cause)"),
                hint: sentence(error.hint)
            )
        case let error as DiskSilence:
            Problem(
                .storageUnavailable,
                detail: sentence("\(error)"),
                hint: "Look whether the machine or disk that it lies on can be reached: it goes on by itself."
            )
        case is CancellationError:
            Problem(.unavailable, detail: "The work was stopped before it was done.", hint: "Try again.")
        default: nil
        }
    }

    private static let unforeseen = Problem(
        .internalError,
        detail: "Something failed that nobody foresaw.",
        hint: "The log of the service has it under this request's id."
    )

    /// A clause as a sentence, with a full stop at its end; names at its start keep their case.
    static func sentence(_ clause: String) -> String {
        guard let last = clause.last else { return clause }
        return ".!?".contains(last) ? clause : "\(clause)."
    }
}

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
