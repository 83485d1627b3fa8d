import API
import Jobs
import Persistence
import Posix
import Requests
import SQLite
import Transfer

extension Problem {
    /// How many further lines of an error are shown.
    private static let shownDetails = 20

    init(_ error: TransferError) {
        let shown = error.details.prefix(Self.shownDetails).joined(separator: ", ")
        let more = error.details.count - Self.shownDetails
        let list = shown.isEmpty ? "" : ": \(shown)" + (more > 0 ? " and \(more) more" : "")
        self.init(
            ProblemCode(error.code),
            detail: Self.sentence("\(error.sentence)\(list)"),
            hint: error.hint.map(Self.sentence)
        )
    }

    init(_ error: JobError) {
        let errors = error.code == .invalidCursor ? [FieldError(parameter: "cursor", error.cause)] : []
        self.init(
            ProblemCode(error.code),
            detail: Self.sentence("\(error.subject): \(error.cause)"),
            hint: error.hint.map(Self.sentence),
            existingJob: error.existingJob,
            errors: errors
        )
    }

    init(_ error: SystemError) {
        self.init(ProblemCode(error), detail: Self.sentence("\(error)"), hint: Self.hint(after: error))
    }

    private static func hint(after error: SystemError) -> String? {
        if error.isOutOfSpace { return "Free some space and try again." }
        guard error.errno == .inputOutput else { return nil }
        return "Look at what the system says of that disk (dmesg), and do it again: nothing is left half done."
    }

    init(_ error: SQLiteError) {
        let code: ProblemCode =
            if error.isFull {
                .noSpace
            } else if error.isTransient {
                .unavailable
            } else if error.isPermission {
                .accessDenied
            } else {
                error.isInputOutput ? .inputOutput : error.isDamage ? .databaseUnusable : .internalError
            }
        self.init(code, detail: Self.sentence("The database: \(error.message)"), hint: error.hint.map(Self.sentence))
    }
}

extension ProblemCode {
    init(_ code: PersistenceError.Code) {
        self =
            switch code {
            case .tooNew, .foreign, .damaged: .databaseUnusable
            case .closed: .unavailable
            case .notPermitted: .accessDenied
            case .absent: .fileMissing
            case .taken: .conflict
            }
    }

    fileprivate init(_ error: SystemError) {
        self =
            if error.isOutOfSpace {
                .noSpace
            } else if error.isPermission {
                .accessDenied
            } else {
                error.errno == .noEntry ? .fileMissing : .inputOutput
            }
    }

    fileprivate init(_ code: TransferError.Code) {
        self =
            switch code {
            case .malformed, .refused: .archiveRefused
            case .recordsDamaged: .recordsUnusable
            case .untrusted: .untrusted
            case .keyUnusable: .keyUnusable
            case .missingBase: .missingBase
            case .adoption: .adoptionNeeded
            case .notFound: .notFound
            case .conflict, .changed: .conflict
            case .noSpace: .noSpace
            case .quota: .quotaReached
            case .shrunk: .shrunk
            case .locked: .locked
            case .notPermitted: .notPermitted
            case .invalid: .invalidRequest
            }
    }

    fileprivate init(_ code: JobError.Code) {
        self =
            switch code {
            case .notFound: .notFound
            case .conflict: .jobExists
            case .wrongState: .wrongState
            case .changed: .preconditionFailed
            case .configured: .conflict
            case .keyReused: .keyReused
            case .unknownType, .invalidCursor: .invalidRequest
            case .unavailable: .unavailable
            }
    }
}
