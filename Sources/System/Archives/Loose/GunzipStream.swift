import CArchive

/// Inflates gzip of any size through libarchive, block by block.
///
/// No name passes through it, so that it needs no locale. It does not compare the CRC-32 and length that a member ends
/// with; `check()` does, once all was given.
final class GunzipStream {
    private let archive: OpaquePointer
    private let input: GzipInput
    private var checksum: UInt32 = 0
    private var length: UInt32 = 0
    private var isOver = false

    init(_ source: any ByteSource) throws {
        guard let archive = archive_read_new() else { throw ArchiveError.hasNoMemory }
        self.archive = archive
        input = GzipInput(source)
        archive_read_support_filter_gzip(archive)
        archive_read_support_format_raw(archive)
    }

    deinit { archive_read_free(archive) }

    /// Starts; throws the flaw of what does not begin like gzip.
    func open() throws {
        let context = Unmanaged.passUnretained(input).toOpaque()
        let opened = archive_read_open(
            archive,
            context,
            nil,
            { _, context, block in
                guard let context else { return -1 }
                return Unmanaged<GzipInput>.fromOpaque(context).takeUnretainedValue().next(block)
            },
            nil
        )
        try require(opened)
        var entry: OpaquePointer?
        try require(archive_read_next_header(archive, &entry))
    }

    /// The next inflated bytes, which are good until the next call; `nil` at the end.
    func next() throws -> UnsafeRawBufferPointer? {
        guard !isOver else { return nil }
        var start: UnsafeRawPointer?
        var (count, offset) = (0, la_int64_t(0))
        let result = archive_read_data_block(archive, &start, &count, &offset)
        guard result != ARCHIVE_EOF else {
            isOver = true
            return nil
        }
        try require(result)
        let block = UnsafeRawBufferPointer(start: start, count: count)
        checksum = Inflater.checksum(checksum, block)
        length &+= UInt32(truncatingIfNeeded: count)
        return block
    }

    /// Compares what was given with what the file says at the end of its member (RFC 1952 §2.3.1).
    ///
    /// Of several members only the last one's is known, so that they do not fit.
    func check() throws(LooseTarFlaw) {
        let end = archive_filter_bytes(archive, -1)
        guard let trailer = input.bytes(before: end), trailer.crc == checksum, trailer.length == length else {
            throw LooseTarFlaw("does not match the checksum at its end: bytes of it have changed")
        }
    }

    /// Warnings count: a check that passes over something has checked nothing.
    private func require(_ result: Int32) throws {
        if let failure = input.failure { throw failure }
        guard result != ARCHIVE_OK else { return }
        let text = archive_error_string(archive).map { String(cString: $0) } ?? "unknown"
        throw LooseTarFlaw("cannot be inflated: \(text)")
    }
}

/// What libarchive reads from: the compressed bytes, of which the last ones are remembered.
private final class GzipInput {
    private static let pieceBytes = 256 << 10
    /// More than libarchive looks ahead for another member.
    private static let remembered = 64

    private let source: any ByteSource
    private var piece = [UInt8](repeating: 0, count: pieceBytes)
    private let lent = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 64)
    /// The piece before the one that is lent, or its end.
    private var before: [UInt8] = []
    private var count = 0
    /// Bytes given so far.
    private var given: Int64 = 0
    private(set) var failure: (any Error)?

    init(_ source: any ByteSource) { self.source = source }

    deinit { lent.deallocate() }

    func next(_ block: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        do {
            before = Array((before + lent[..<count].suffix(Self.remembered)).suffix(Self.remembered))
            count = try source.read(into: &piece)
            piece.withUnsafeBytes { lent.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            given += Int64(count)
            block?.pointee = UnsafeRawPointer(lent.baseAddress)
            return count
        } catch {
            failure = error
            return -1
        }
    }

    /// The checksum and length that lie before a place in the stream; `nil` where that was not remembered.
    func bytes(before end: Int64) -> (crc: UInt32, length: UInt32)? {
        let known = before + lent[..<count]
        let start = Int(end - 8 - (given - Int64(known.count)))
        guard start >= 0, start + 8 <= known.count else { return nil }
        func number(_ at: Int) -> UInt32 {
            known[at..<(at + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        return (number(start), number(start + 4))
    }
}
