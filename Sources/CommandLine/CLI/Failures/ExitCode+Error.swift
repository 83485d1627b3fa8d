import API
import App
import Arguments
import HTTPClient

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
            default: ExitCode(Problem(caughtHere: error))
            }
    }

    /// How the process ends after a problem, whoever had it; a kind that is not known here is a failure.
    init(_ problem: Problem) {
        self = ProblemCode(rawValue: problem.code).map(ExitCode.init) ?? .failed
    }

    private init(_ code: ProblemCode) {
        self =
            switch code {
            case .conflict, .wrongState, .inUse, .shrunk, .preconditionFailed, .interrupted: .failed
            case .invalidRequest: .usage
            case .archiveRefused, .missingBase: .refused
            case .notFound, .gone, .fileMissing, .storageUnavailable: .inputMissing
            case .upstreamUnreachable, .unavailable, .timeout, .misdirected: .unreachable
            case .noSpace: .cannotCreate
            case .inputOutput: .inputOutput
            case .locked, .jobExists: .locked
            case .notPermitted, .accessDenied: .notPermitted
            case .badRequest, .malformedJSON, .methodNotAllowed, .notAcceptable, .tooLarge, .targetTooLong,
                .unsupportedMediaType, .rangeNotSatisfiable, .expectationFailed, .fieldsTooLarge, .internalError,
                .notImplemented, .unknownJobType, .versionNotSupported:
                .internalError
            }
    }

    private init(_ code: ServiceError.Code) {
        self =
            switch code {
            case .alreadyRunning: .locked
            case .addressInUse, .cannotListen: .cannotCreate
            }
    }

    private init(_ code: HTTPClientError.Code) {
        self =
            switch code {
            case .unreachable, .timeout, .tls, .interrupted, .tooLarge, .refused: .unreachable
            case .badAddress: .usage
            }
    }
}
