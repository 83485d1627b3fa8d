import CDeflate

/// Inflates whole gzip members (RFC 1952) in memory, and checks the CRC-32 and the length that each ends with.
///
/// One is used for many files: its output buffer is kept.
final class Inflater {
    enum Result {
        /// A member of so many bytes, inflated.
        case member(length: Int, UnsafeRawBufferPointer)
        /// It does not fit `limit` bytes.
        case tooLarge
        case damaged
    }

    private static let smallest = 256 << 10

    private let decompressor: OpaquePointer
    private var output: UnsafeMutableRawBufferPointer

    init() throws {
        guard let decompressor = libdeflate_alloc_decompressor() else { throw ArchiveError.hasNoMemory }
        self.decompressor = decompressor
        output = .allocate(byteCount: Self.smallest, alignment: 64)
    }

    deinit {
        libdeflate_free_decompressor(decompressor)
        output.deallocate()
    }

    /// Inflates the member at the start of `bytes`, to `hint` bytes if that is right and at most to `limit`.
    func inflate(_ bytes: UnsafeRawBufferPointer, hint: Int, limit: Int) -> Result {
        grow(to: min(hint, limit))
        while true {
            var (taken, given) = (0, 0)
            let result = libdeflate_gzip_decompress_ex(
                decompressor,
                bytes.baseAddress,
                bytes.count,
                output.baseAddress,
                min(output.count, limit),
                &taken,
                &given
            )
            switch result {
            case LIBDEFLATE_SUCCESS:
                return .member(length: taken, UnsafeRawBufferPointer(rebasing: output[..<given]))
            case LIBDEFLATE_INSUFFICIENT_SPACE where output.count < limit: grow(to: min(limit, output.count * 2))
            case LIBDEFLATE_INSUFFICIENT_SPACE: return .tooLarge
            default: return .damaged
            }
        }
    }

    private func grow(to count: Int) {
        guard count > output.count else { return }
        output.deallocate()
        output = .allocate(byteCount: count, alignment: 64)
    }

    /// The CRC-32 of what comes after what gave `crc`.
    static func checksum(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        libdeflate_crc32(crc, bytes.baseAddress, bytes.count)
    }
}
