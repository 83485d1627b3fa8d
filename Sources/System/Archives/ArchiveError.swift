import CZstd
import Posix

/// An archive that is damaged, foreign or hostile, or that cannot be written as asked.
package struct ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Which rule of docs/formats/tar.md was broken.
    package enum Code: String, Sendable, CaseIterable {
        // The zstd frame.
        case notZstandard, frameHeader, dictionary, missingFrameChecksum, windowTooLarge, contentSizeMismatch
        case skippableFrame, extraFrame, trailingData
        // The bytes, at either layer.
        case truncated, damaged, checksumMismatch, outputTooLarge, library
        // The tar stream.
        case headerChecksum, notUstar, unsupportedType, number, metadata, unsafePath, nonCanonicalName, paxRecord
        case padding, missingEnd, dataAfterEnd, tooManyEntries, entryTooLarge, sizeMismatch
    }

    /// Which rule was broken.
    package let code: Code
    /// The entry it was broken by, safe to print; `nil` when the stream as a whole is at fault.
    package let entry: String?
    /// Bytes before the fault: of the tar stream for an entry, of the compressed stream for a frame.
    package let offset: Int64?
    /// What is wrong, as the rest of a sentence that begins with the entry.
    package let cause: String

    init(_ code: Code, entry: String? = nil, offset: Int64? = nil, cause: String) {
        self.code = code
        self.entry = entry.map(PathError.printable)
        self.offset = offset
        self.cause = cause
    }

    /// What the operator can do about it.
    package var hint: String? {
        switch code {
        case .truncated, .damaged, .checksumMismatch, .missingEnd, .headerChecksum, .padding:
            "Copy the archive again and compare it with its .sha512 file"
        case .outputTooLarge, .tooManyEntries, .entryTooLarge, .library: nil
        case .sizeMismatch: "Write it again when nothing changes the file"
        default: "Use the archive as Packferry wrote it"
        }
    }

    /// One line that is safe to print: the entry, what is wrong with it, what to do.
    package var description: String {
        let subject = entry.map { "archive entry \"\($0)\"" } ?? "the archive"
        let place = offset.map { " (at byte \($0))" } ?? ""
        let advice = hint.map { ". \($0)" } ?? ""
        return "\(subject) \(cause)\(place)\(advice)"
    }
}

extension ArchiveError {
    static var hasNoMemory: ArchiveError { ArchiveError(.library, cause: "needs more memory than there is") }

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
            self = .hasNoMemory
        default:
            let reason = String(cString: ZSTD_getErrorName(result))
            self.init(.damaged, offset: offset, cause: "is damaged: \(reason)")
        }
    }
}
