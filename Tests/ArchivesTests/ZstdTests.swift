import Archives
import TestSupport
import Testing

@Suite("Zstandard")
struct ZstdTests {
    private static let text = Array(String(repeating: "a line that repeats itself\n", count: 40_000).utf8)

    @Test("gives back what was compressed at every level", arguments: [1, 3, 9, 19])
    func levels(level: Int) throws {
        let bytes = Array(Self.text.prefix(100_000))
        #expect(try decompress(compress(bytes, level: level)) == bytes)
    }

    @Test("gives back what was compressed by several threads, with the same bytes each time")
    func workers() throws {
        let once = try compress(Self.text, workers: 2)
        #expect(try decompress(once) == Self.text)
        #expect(try compress(Self.text, workers: 2) == once)
    }

    @Test("gives back nothing for nothing, and random bytes that do not shrink")
    func extremes() throws {
        var random = SeededGenerator(seed: 3)
        let noise = random.bytes(300_000)
        #expect(try decompress(compress([])) == [])
        #expect(try decompress(compress(noise)) == noise)
    }

    @Test("does not depend on how the bytes arrive", arguments: [1, 2, 5, 6, 17, 18, 19, 1000])
    func chunks(chunk: Int) throws {
        let bytes = Array(Self.text.prefix(20_000))
        #expect(try decompress(compress(bytes), chunk: chunk) == bytes)
    }

    @Test("fills small buffers as well as large ones", arguments: [1, 3, 4096, 4 << 20])
    func buffers(size: Int) throws {
        let bytes = Array(Self.text.prefix(10_000))
        let source = try ZstdDecompressor(from: MemorySource(compress(bytes)), limit: 10_000)
        #expect(try readAll(source, buffer: size) == bytes)
        #expect(source.produced == 10_000)
    }

    @Test("writes a checksum, no content size, no dictionary and a window of at most 128 MiB", arguments: [1, 3, 19])
    func frameHeader(level: Int) throws {
        for bytes in [[], Array(Self.text.prefix(1000))] {
            let frame = try compress(bytes, level: level)
            #expect(frame[..<5].elementsEqual([0x28, 0xB5, 0x2F, 0xFD, 0b100]))
            #expect(frame[5] <= 17 << 3)
        }
    }

    @Test("passes on what the sink throws")
    func sinkErrors() throws {
        struct Full: Error {}
        let compressor = try ZstdCompressor(to: ChunkSink { _ in throw Full() })
        try compressor.write(Self.text)
        #expect(throws: Full.self) { try compressor.finish() }
    }

    @Test("passes on what the source throws")
    func sourceErrors() throws {
        struct Unplugged: Error {}
        let source = ClosureSource { _ in throw Unplugged() }
        #expect(throws: Unplugged.self) { try readAll(ZstdDecompressor(from: source, limit: 1)) }
    }
}
