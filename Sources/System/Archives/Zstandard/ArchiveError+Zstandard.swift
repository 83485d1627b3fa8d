import CZstd

extension ArchiveError {
    static var zstdHasNoMemory: ArchiveError { ArchiveError(.library, cause: "needs more memory than there is") }

    /// What libzstd said while compressing.
    init(zstdWriting result: Int) {
        self.init(.library, cause: "cannot be compressed: \(String(cString: ZSTD_getErrorName(result)))")
    }

    /// What libzstd said while decompressing, after `offset` compressed bytes.
    init(zstdReading result: Int, offset: Int64) {
        switch ZSTD_getErrorCode(result) {
        case ZSTD_error_checksum_wrong:
            self.init(.checksumMismatch, offset: offset, cause: "does not match its checksum: bytes have changed")
        case ZSTD_error_memory_allocation:
            self = .zstdHasNoMemory
        default:
            let reason = String(cString: ZSTD_getErrorName(result))
            self.init(.damaged, offset: offset, cause: "is damaged: \(reason)")
        }
    }
}
