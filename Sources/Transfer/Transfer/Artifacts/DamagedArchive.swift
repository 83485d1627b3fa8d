import Archives

/// Tells what is wrong with the bytes of an archive from what keeps them from being read.
enum DamagedArchive {
    static func isMeant(by error: any Error) -> Bool {
        switch error {
        case is ArchiveError: true
        case let error as TransferError: error.code == .refused || error.code == .malformed
        default: false
        }
    }
}
