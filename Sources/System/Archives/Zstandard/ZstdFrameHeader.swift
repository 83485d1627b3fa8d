/// The start of a zstd frame (RFC 8878 §3.1.1.1), held to the rules of docs/formats/tar.md.
///
/// Read here and not by libzstd, which skips, guesses or accepts most of what is refused.
struct ZstdFrameHeader {
    static let magic: UInt32 = 0xFD2F_B528
    static let skippableMagics: ClosedRange<UInt32> = 0x184D_2A50...0x184D_2A5F
    static let largestWindow: UInt64 = 1 << 27
    /// Magic, descriptor, window, dictionary id and content size at their longest.
    static let greatestLength = 18

    /// Bytes it takes, the magic number included.
    let length: Int
    let windowSize: UInt64
    let contentSize: UInt64?

    /// Parses the first bytes of a stream: at least `greatestLength` of them, or all there are.
    init(parsing bytes: [UInt8]) throws(ArchiveError) {
        try Self.checkMagic(bytes)
        guard bytes.count > 4 else { throw Self.cut(bytes) }
        let descriptor = bytes[4]
        try Self.checkDescriptor(descriptor)
        let isSingleSegment = descriptor & 0b0010_0000 != 0
        let window = isSingleSegment ? 0 : 1
        let size = Self.contentSizeLength(flag: Int(descriptor >> 6), isSingleSegment: isSingleSegment)
        length = 5 + window + size
        guard bytes.count >= length else { throw Self.cut(bytes) }
        contentSize = Self.contentSize(bytes[(5 + window)..<length])
        windowSize = isSingleSegment ? contentSize ?? 0 : Self.windowSize(bytes[5])
        guard windowSize <= Self.largestWindow else {
            throw ArchiveError(.windowTooLarge, offset: 5, cause: "needs a window of \(windowSize) bytes, over 128 MiB")
        }
    }

    /// The same frame's header without its content size: six bytes, the least that any header takes.
    ///
    /// libzstd then decodes every frame alike, and a size that lies is told apart from damage by the decompressor.
    var withoutContentSize: [UInt8] {
        var exponent: UInt8 = 0
        while UInt64(1024) << exponent < windowSize { exponent += 1 }
        return [0x28, 0xB5, 0x2F, 0xFD, 0b0000_0100, exponent << 3]
    }

    private static func checkMagic(_ bytes: [UInt8]) throws(ArchiveError) {
        guard bytes.count >= 4 else {
            guard [0x28, 0xB5, 0x2F, 0xFD].starts(with: bytes) else { throw foreign }
            throw cut(bytes)
        }
        let found = littleEndian(bytes[..<4])
        if skippableMagics.contains(UInt32(found)) {
            throw ArchiveError(.skippableFrame, offset: 0, cause: "begins with a skippable zstd frame")
        }
        guard found == magic else { throw foreign }
    }

    private static func checkDescriptor(_ descriptor: UInt8) throws(ArchiveError) {
        guard descriptor & 0b0001_1000 == 0 else {
            throw ArchiveError(.frameHeader, offset: 4, cause: "sets reserved bits in its zstd frame header")
        }
        guard descriptor & 0b0000_0011 == 0 else {
            throw ArchiveError(.dictionary, offset: 4, cause: "needs a zstd dictionary")
        }
        guard descriptor & 0b0000_0100 != 0 else {
            throw ArchiveError(
                .missingFrameChecksum,
                offset: 4,
                cause: "has no zstd checksum, so damage would go unseen"
            )
        }
    }

    private static func contentSizeLength(flag: Int, isSingleSegment: Bool) -> Int {
        flag == 0 ? (isSingleSegment ? 1 : 0) : 1 << flag
    }

    private static func contentSize(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        switch bytes.count {
        case 0: nil
        case 2: littleEndian(bytes) + 256
        default: littleEndian(bytes)
        }
    }

    private static func windowSize(_ byte: UInt8) -> UInt64 {
        let base = UInt64(1024) << (byte >> 3)
        return base + base / 8 * UInt64(byte & 0b111)
    }

    private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func cut(_ bytes: [UInt8]) -> ArchiveError {
        let cause = bytes.isEmpty ? "is empty" : "ends within its first bytes"
        return ArchiveError(.truncated, offset: Int64(bytes.count), cause: cause)
    }

    private static var foreign: ArchiveError {
        ArchiveError(.notZstandard, offset: 0, cause: "does not begin like a zstd file")
    }
}
