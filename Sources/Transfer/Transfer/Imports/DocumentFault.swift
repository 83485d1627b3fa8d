import Posix

/// Tells what is wrong with one document, or with a file beside it, from what is wrong with the machine.
enum DocumentFault {
    private static let ofOneFile: Set<Errno> = [
        .accessDenied, .notPermitted, .isDirectory, .notDirectory, .tooManyLinks, .fileTooLarge,
    ]

    /// Whether trying again would end in the same error although all else is well.
    static func isOfDocument(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError: false
        case let error as SystemError: ofOneFile.contains(error.errno)
        case let error as TransferError: error.code == .refused || error.code == .malformed
        default: true
        }
    }
}
