import Archives
import TestSupport
import Testing

@Suite("ZstdDecompressor refuses")
struct ZstdAttackTests {
    private static let text = Array(String(repeating: "carried. ", count: 100).utf8)
    private static let frame: [UInt8] = (try? compress(text)) ?? []

    static let attacks: [Attack] = [
        Attack("a frame without a checksum", ZstdSurgery.withoutChecksum(frame), .missingFrameChecksum),
        Attack("a dictionary id of one byte", ZstdSurgery.withDictionary([9], frame), .dictionary),
        Attack("a dictionary id of two bytes", ZstdSurgery.withDictionary([9, 0], frame), .dictionary),
        Attack("a dictionary id of four bytes", ZstdSurgery.withDictionary([9, 0, 0, 0], frame), .dictionary),
        Attack("a window just over 128 MiB", ZstdSurgery.withWindow(17 << 3 | 1, frame), .windowTooLarge),
        Attack("a window of 256 MiB", ZstdSurgery.withWindow(18 << 3, frame), .windowTooLarge),
        Attack("a window of 512 MiB", ZstdSurgery.withWindow(19 << 3, frame), .windowTooLarge),
        Attack("a window of 1 GiB", ZstdSurgery.withWindow(20 << 3, frame), .windowTooLarge),
        Attack("a window of 2 GiB", ZstdSurgery.withWindow(21 << 3, frame), .windowTooLarge),
        Attack("the largest window there is", ZstdSurgery.withWindow(0xFF, frame), .windowTooLarge),
        Attack("a single segment that starts beyond", singleSegment(1 << 28), .windowTooLarge),
        Attack("a reserved bit", ZstdSurgery.withDescriptor(0b0000_1000, frame), .frameHeader),
        Attack("the unused bit", ZstdSurgery.withDescriptor(0b0001_0000, frame), .frameHeader),
        Attack(
            "a content size too small by one",
            ZstdSurgery.withContentSize(899, width: 4, frame),
            .contentSizeMismatch
        ),
        Attack(
            "a content size too large by one",
            ZstdSurgery.withContentSize(901, width: 4, frame),
            .contentSizeMismatch
        ),
        Attack(
            "a content size that lies in 2 bytes",
            ZstdSurgery.withContentSize(300, width: 2, frame),
            .contentSizeMismatch
        ),
        Attack("a content size that lies in 1 byte", ZstdSurgery.asSingleSegment(200, frame), .contentSizeMismatch),
        Attack("a content size over the limit", ZstdSurgery.withContentSize(1 << 40, width: 8, frame), .outputTooLarge),
        Attack("the largest content size", ZstdSurgery.withContentSize(.max, width: 8, frame), .outputTooLarge),
        Attack("a skippable frame in front", ZstdSurgery.skippable(4) + frame, .skippableFrame),
        Attack("a skippable frame alone", ZstdSurgery.skippable(0, magic: 0x5F), .skippableFrame),
        Attack("a skippable frame behind", frame + ZstdSurgery.skippable(4), .skippableFrame),
        Attack("a second frame", frame + frame, .extraFrame),
        Attack("a second frame of nothing", frame + ((try? compress([])) ?? []), .extraFrame),
        Attack("one byte behind", frame + [0], .trailingData),
        Attack("zeros behind", frame + [UInt8](repeating: 0, count: 4096), .trailingData),
        Attack("nothing at all", [], .truncated),
        Attack("a gzip file", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], .notZstandard),
        Attack("a plain tar file", (try? pack(CarriedFile.samples)) ?? [], .notZstandard),
        Attack("a file of zeros", [UInt8](repeating: 0, count: 4096), .notZstandard),
        Attack("two bytes of something else", [0x1F, 0x8B], .notZstandard),
        Attack("a frame of the format before 1.0", [0x27, 0xB5, 0x2F, 0xFD, 0, 0, 0, 0], .notZstandard),
        Attack("a reserved block type", Array(frame[..<6]) + [0x07, 0, 0] + frame.suffix(4), .damaged),
    ]

    @Test("what ZstdCompressor would not write", arguments: attacks, [1, 4096])
    func refuses(attack: Attack, chunk: Int) throws {
        let error = try #require(try refusal { _ = try decompress(attack.bytes, chunk: chunk) })
        #expect(error.code == attack.code)
        #expect(isPrintable(error.description))
    }

    @Test("but not a content size that is true, as `zstd FILE` declares it")
    func acceptsTrueSize() throws {
        for width in [2, 4, 8] {
            #expect(try decompress(ZstdSurgery.withContentSize(900, width: width, Self.frame)) == Self.text)
        }
        let short = Array(Self.text.prefix(200))
        #expect(try decompress(ZstdSurgery.asSingleSegment(200, compress(short))) == short)
        #expect(try decompress(ZstdSurgery.asSingleSegment(0, compress([]))) == [])
    }

    @Test("and a window of exactly 128 MiB neither")
    func acceptsLargestWindow() throws {
        #expect(try decompress(ZstdSurgery.withWindow(17 << 3, Self.frame)) == Self.text)
    }

    @Test("one byte more than the limit, and takes just the limit")
    func limit() throws {
        #expect(try decompress(Self.frame, limit: 900) == Self.text)
        #expect(try refusal { _ = try decompress(Self.frame, limit: 899) }?.code == .outputTooLarge)
    }

    @Test("a bomb of 1 GiB of zeros at the limit, in the memory of its window")
    func bomb() throws {
        let limit: Int64 = 256 << 20
        let source = try ZstdDecompressor(from: MemorySource(ZstdSurgery.bomb(blocks: 8192)), limit: limit)
        let before = try peakMemory()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let error = try refusal { while try source.read(into: &buffer) > 0 {} }
        #expect(error?.code == .outputTooLarge)
        #expect(source.produced <= limit + Int64(buffer.count))
        #expect(try peakMemory() - before < 200 << 20)
    }

    @Test("again when asked again, instead of claiming that all was well")
    func repeatsError() throws {
        let source = try ZstdDecompressor(from: MemorySource(Self.frame + [0]), limit: 1 << 20)
        for _ in 0..<2 { #expect(try refusal { _ = try readAll(source) }?.code == .trailingData) }
    }

    private static func singleSegment(_ size: UInt64) -> [UInt8] {
        let wide = ZstdSurgery.withContentSize(size, width: 8, frame)
        return ZstdSurgery.withDescriptor(0x20, Array(wide[..<5]) + wide[6...])
    }
}
