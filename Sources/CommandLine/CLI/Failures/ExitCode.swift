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
        case .refused: "An archive is corrupt, refused, or needs files that are not here."
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
