import App
import Arguments
import Npm
import Posix
import Transfer

extension ExitCode {
    /// The one place that says how the process ends after an error.
    init(_ error: any Error) {
        self =
            switch error {
            case is CancellationError: .interrupted
            case is ConfigurationError: .configuration
            case is StorageError: .inputMissing
            case is PathError, is UsageError: .usage
            case let error as TransferError: ExitCode(error.code)
            case let error as RequestError: ExitCode(error.code)
            case let error as SystemError: ExitCode(error)
            default: .internalError
            }
    }

    private init(_ code: TransferError.Code) {
        self =
            switch code {
            case .malformed, .refused, .missingBase: .refused
            case .notFound: .inputMissing
            case .conflict, .shrunk: .failed
            case .noSpace: .noSpace
            case .changed, .locked: .locked
            case .notPermitted: .notPermitted
            case .invalid: .usage
            }
    }

    private init(_ code: RequestError.Code) {
        self =
            switch code {
            case .repositoryNeeded, .unknownRepository, .invalid: .usage
            case .notFound: .inputMissing
            case .conflict: .failed
            }
    }

    private init(_ error: SystemError) {
        self =
            if error.isOutOfSpace { .noSpace } else if error.isPermission { .notPermitted }
            else if error.errno == .noEntry { .inputMissing } else { .inputOutput }
    }
}
