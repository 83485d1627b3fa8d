import CZstd

/// Decompresses one zstd frame and refuses whatever `ZstdCompressor` could not have written (docs/formats/tar.md).
///
/// A returned 0 says that the frame was whole, matched its checksum and was followed by nothing. Memory is bounded by
/// the window, at most 128 MiB, whatever the input claims.
package final class ZstdDecompressor: ByteSource {
    private enum State { case header, frame, finished }

    private let context: OpaquePointer
    private let source: any ByteSource
    private let limit: Int64
    private var state = State.header
    private var failure: (any Error)?
    private var declared: UInt64?
    private var input = [UInt8](repeating: 0, count: 256 << 10)
    private var position = 0
    private var available = 0
    /// Compressed bytes before the start of `input`.
    private var passed: Int64 = 0
    /// Decompressed bytes given so far.
    package private(set) var produced: Int64 = 0

    /// Decompresses `source`, giving at most `limit` bytes.
    package init(from source: any ByteSource, limit: Int64) throws {
        precondition(limit >= 0, "a limit is not negative")
        guard let context = ZSTD_createDCtx() else { throw ArchiveError.hasNoMemory }
        self.context = context
        self.source = source
        self.limit = limit
    }

    deinit { ZSTD_freeDCtx(context) }

    /// Fills `buffer` from its start; 0 means the frame was whole and nothing follows it.
    ///
    /// After an error it only repeats it.
    package func read(into buffer: inout [UInt8]) throws -> Int {
        precondition(!buffer.isEmpty, "a buffer of no bytes can take none")
        if let failure { throw failure }
        do { return try advance(into: &buffer) } catch {
            failure = error
            throw error
        }
    }

    private func advance(into buffer: inout [UInt8]) throws -> Int {
        if state == .header { try readHeader() }
        while state == .frame {
            let count = try step(into: &buffer)
            if count > 0 { return count }
            guard state == .frame, position == available else { continue }
            guard try refill() else { throw cutShort }
        }
        return 0
    }

    private var offset: Int64 { passed + Int64(position) }

    private var cutShort: ArchiveError { ArchiveError(.truncated, offset: offset, cause: "is cut short") }

    private func readHeader() throws {
        var start: [UInt8] = []
        while start.count < ZstdFrameHeader.greatestLength, try refill() { start += input[..<available] }
        let header = try ZstdFrameHeader(parsing: start)
        try checkClaim(header.contentSize)
        declared = header.contentSize
        restart(start, at: header)
        state = .frame
    }

    /// Refuses a claim that the limit forbids, before anything is decompressed.
    private func checkClaim(_ size: UInt64?) throws {
        guard let size, size > UInt64(limit) else { return }
        throw tooLarge
    }

    /// Makes `start`, from the simplified header on, the pending input.
    private func restart(_ start: [UInt8], at header: ZstdFrameHeader) {
        let simple = header.withoutContentSize
        position = header.length - simple.count
        passed = 0
        available = start.count
        input.replaceSubrange(..<min(input.count, start.count), with: start)
        input.replaceSubrange(position..<header.length, with: simple)
    }

    private func step(into buffer: inout [UInt8]) throws -> Int {
        var count = 0
        let result = input.withUnsafeBytes { pending in
            buffer.withUnsafeMutableBytes { space in
                var source = ZSTD_inBuffer(src: pending.baseAddress, size: available, pos: position)
                var target = ZSTD_outBuffer(dst: space.baseAddress, size: space.count, pos: 0)
                defer { (position, count) = (source.pos, target.pos) }
                return ZSTD_decompressStream(context, &target, &source)
            }
        }
        if ZSTD_isError(result) != 0 { throw ArchiveError(zstdReading: result, offset: offset) }
        try account(for: count, isLast: result == 0)
        if result == 0 { try expectEnd() }
        return count
    }

    private func account(for count: Int, isLast: Bool) throws {
        produced += Int64(count)
        guard produced <= limit else { throw tooLarge }
        guard let declared else { return }
        guard produced <= declared, !isLast || produced == declared else {
            throw ArchiveError(
                .contentSizeMismatch,
                cause: "does not hold the \(declared) bytes that its frame declares"
            )
        }
    }

    private func expectEnd() throws {
        state = .finished
        let end = offset
        var rest = Array(input[position..<available])
        while rest.count < 4, try refill() { rest += input[..<available] }
        guard !rest.isEmpty else { return }
        throw Self.surplus(rest, offset: end)
    }

    private static func surplus(_ rest: [UInt8], offset: Int64) -> ArchiveError {
        let start = rest.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if ZstdFrameHeader.skippableMagics.contains(start) {
            return ArchiveError(.skippableFrame, offset: offset, cause: "ends with a skippable zstd frame")
        }
        if start == ZstdFrameHeader.magic {
            return ArchiveError(.extraFrame, offset: offset, cause: "holds a second zstd frame")
        }
        return ArchiveError(.trailingData, offset: offset, cause: "goes on after its zstd frame")
    }

    private func refill() throws -> Bool {
        passed += Int64(available)
        position = 0
        available = try source.read(into: &input)
        return available > 0
    }

    private var tooLarge: ArchiveError {
        ArchiveError(.outputTooLarge, offset: offset, cause: "holds more than the \(limit) bytes allowed")
    }
}
