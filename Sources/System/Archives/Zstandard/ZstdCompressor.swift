import CZstd

/// Compresses everything written into one zstd frame with a checksum, as docs/formats/tar.md asks.
///
/// The frame declares neither content size nor dictionary, and its window is at most 128 MiB at every level, so that
/// stock tools decode it without options.
package final class ZstdCompressor: ByteSink {
    /// The levels that may be asked for; those beyond take gigabytes of memory.
    package static let levels = 1...19

    private let context: OpaquePointer
    private let sink: any ByteSink
    private var output = [UInt8](repeating: 0, count: 512 << 10)
    private var filled = 0
    private var isFinished = false

    /// Compresses into `sink` at a level of `levels`, on `workers` threads; with 0 on the caller's.
    package init(to sink: any ByteSink, level: Int = 3, workers: Int = 0) throws {
        precondition(Self.levels.contains(level), "the compression level must be one of \(Self.levels)")
        precondition((0...64).contains(workers), "compression uses at most 64 threads")
        guard let context = ZSTD_createCCtx() else { throw ArchiveError.hasNoMemory }
        self.context = context
        self.sink = sink
        try set(ZSTD_c_compressionLevel, to: level)
        try set(ZSTD_c_nbWorkers, to: workers)
        try set(ZSTD_c_checksumFlag, to: 1)
        try set(ZSTD_c_contentSizeFlag, to: 0)
    }

    deinit { ZSTD_freeCCtx(context) }

    /// Compresses `bytes`; what comes out reaches the sink in large chunks, later.
    package func write(_ bytes: RawSpan) throws {
        precondition(!isFinished, "nothing is written after finish()")
        try bytes.withUnsafeBytes { raw in
            var input = ZSTD_inBuffer(src: raw.baseAddress, size: raw.count, pos: 0)
            while input.pos < input.size { _ = try step(&input, ZSTD_e_continue) }
        }
    }

    /// Ends the frame and hands the rest to the sink; to be called once, else the archive is cut short.
    package func finish() throws {
        precondition(!isFinished, "finish() is called once")
        isFinished = true
        var input = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
        while try step(&input, ZSTD_e_end) > 0 {}
        try flush()
    }

    private func set(_ parameter: ZSTD_cParameter, to value: Int) throws {
        let result = ZSTD_CCtx_setParameter(context, parameter, Int32(value))
        if ZSTD_isError(result) != 0 { throw ArchiveError(zstdWriting: result) }
    }

    /// Returns how much is left to flush, at least, under the directive given.
    private func step(_ input: inout ZSTD_inBuffer, _ directive: ZSTD_EndDirective) throws -> Int {
        let result = output.withUnsafeMutableBytes { space in
            var target = ZSTD_outBuffer(dst: space.baseAddress, size: space.count, pos: filled)
            defer { filled = target.pos }
            return ZSTD_compressStream2(context, &target, &input, directive)
        }
        if ZSTD_isError(result) != 0 { throw ArchiveError(zstdWriting: result) }
        if filled == output.count { try flush() }
        return result
    }

    private func flush() throws {
        guard filled > 0 else { return }
        try sink.write(output, count: filled)
        filled = 0
    }
}
