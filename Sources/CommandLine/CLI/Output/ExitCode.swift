import API
import Arguments

/// How the process ends, as sysexits.h numbers it.
enum ExitCode: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case partial = 3
    case usage = 64
    case refused = 65
    case inputMissing = 66
    case unreachable = 69
    case internalError = 70
    case cannotCreate = 73
    case inputOutput = 74
    case locked = 75
    case notPermitted = 77
    case configuration = 78
    case interrupted = 130

    var meaning: String {
        switch self {
        case .done: "Done, also when nothing was left to do."
        case .failed: "It failed, or cannot be done in this state."
        case .partial: "Done in part; what was not done is listed."
        case .usage: "The command line cannot be understood."
        case .refused: "Corrupt or refused: archive, record or database; or files are missing."
        case .inputMissing: "What was named does not exist."
        case .unreachable: "The server cannot be reached."
        case .internalError: "A mistake in Packferry."
        case .cannotCreate: "There is no room for it, or the address is taken."
        case .inputOutput: "A file cannot be read or written."
        case .locked: "Somebody else is working on it; try again later."
        case .notPermitted: "The user may not do this."
        case .configuration: "The configuration cannot be used."
        case .interrupted: "Interrupted."
        }
    }

    /// The rows of help.
    static var rows: [ExitStatus] { allCases.map { ExitStatus($0.rawValue, $0.meaning) } }
}

extension ExitCode {
    /// How the process ends after a problem, whoever had it; a kind that is not known here is a failure.
    init(_ problem: Problem) {
        self = ProblemCode(rawValue: problem.code).map(ExitCode.init) ?? .failed
    }

    init(_ code: ProblemCode) {
        self =
            switch code {
            case .conflict, .wrongState, .inUse, .shrunk, .preconditionFailed, .interrupted: .failed
            case .invalidRequest, .keyReused: .usage
            case .archiveRefused, .untrusted, .keyUnusable, .missingBase, .adoptionNeeded, .databaseUnusable,
                .recordsUnusable, .packageListRefused, .tooLarge:
                .refused
            case .notFound, .gone, .fileMissing, .storageUnavailable: .inputMissing
            case .upstreamUnreachable, .unavailable, .timeout, .misdirected: .unreachable
            case .noSpace: .cannotCreate
            case .inputOutput: .inputOutput
            case .locked, .jobExists, .quotaReached: .locked
            case .notPermitted, .accessDenied: .notPermitted
            case .badRequest, .malformedJSON, .methodNotAllowed, .notAcceptable, .targetTooLong,
                .unsupportedMediaType, .rangeNotSatisfiable, .expectationFailed, .fieldsTooLarge, .internalError,
                .notImplemented, .unknownJobType, .versionNotSupported:
                .internalError
            }
    }
}

/// What a command itself finds wrong: the cause and the next step.
struct CommandError: Error, Sendable, CustomStringConvertible {
    let exit: ExitCode
    let code: String
    let description: String

    init(_ exit: ExitCode, _ code: String, _ description: String) {
        self.exit = exit
        self.code = code
        self.description = description
    }

    /// A repository that is not configured.
    static func unknownRepository(_ name: String, known: [String]) -> CommandError {
        let choices = known.joined(separator: ", ")
        let cause = "There is no repository \"\(name)\"; configured are \(choices)."
        return CommandError(.usage, "invalid-request", cause)
    }

    /// A command that works on the disks of this machine was given a server.
    static func onlyHere(_ command: String) -> CommandError {
        let cause = "'\(command)' works on this machine only: leave --server out, and run it there."
        return CommandError(.usage, "only-here", cause)
    }
}
