import CArchive

/// Decompresses a file of any size through libarchive, block by block.
///
/// No name passes through it, so that it needs no locale. Of gzip it does not compare the CRC-32 and length that a member
/// ends with; who reads from it does, once all was given.
final class FilterStream {
    private let archive: OpaquePointer
    private let input: FilterInput
    private let flaw: (String) -> any Error
    private(set) var checksum: UInt32 = 0
    private(set) var length: UInt32 = 0
    private var isOver = false

    /// Reads what `source` gives; what libarchive says against it is thrown as `flaw` has it.
    init(
        _ source: any ByteSource,
        _ compression: Compression = .gzip,
        flaw: @escaping (String) -> any Error
    ) throws {
        guard let archive = archive_read_new() else { throw ArchiveError.hasNoMemory }
        self.archive = archive
        self.flaw = flaw
        input = FilterInput(source)
        archive_read_support_filter_by_code(archive, compression.filterCode)
        archive_read_support_format_raw(archive)
        archive_read_support_format_empty(archive)
    }

    deinit { archive_read_free(archive) }

    /// Starts; throws the flaw of what is damaged in its first bytes.
    func open() throws {
        let context = Unmanaged.passUnretained(input).toOpaque()
        let opened = archive_read_open(
            archive,
            context,
            nil,
            { _, context, block in
                guard let context else { return -1 }
                return Unmanaged<FilterInput>.fromOpaque(context).takeUnretainedValue().next(block)
            },
            nil
        )
        try require(opened)
        var entry: OpaquePointer?
        let result = archive_read_next_header(archive, &entry)
        guard result != ARCHIVE_EOF else { return isOver = true }
        try require(result)
    }

    /// By what the bytes are found to be compressed, from the outside in, as libarchive numbers it.
    var filters: [Int32] { (0..<max(archive_filter_count(archive) - 1, 0)).map { archive_filter_code(archive, $0) } }

    /// The next bytes, which are good until the next call; `nil` at the end.
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

    /// Compressed bytes that were taken so far.
    var taken: Int64 { archive_filter_bytes(archive, -1) }

    /// Compressed bytes that follow those that were taken, all of which are read by that.
    func surplus() throws -> Int64 { try input.end() - taken }

    /// What a gzip member says at its end of what it holds (RFC 1952 §2.3.1): of several members, the last one.
    var trailer: (crc: UInt32, length: UInt32)? { input.bytes(before: taken) }

    /// Whether a file of gzip has one member and no more: the trailer is of all then.
    var isOneMember: Bool { input.members <= 1 }

    /// Warnings count: a check that passes over something has checked nothing.
    private func require(_ result: Int32) throws {
        if let failure = input.failure { throw failure }
        guard result != ARCHIVE_OK else { return }
        throw flaw(archive_error_string(archive).map { String(cString: $0) } ?? "unknown")
    }
}
