import Archives
import Posix
import TestSupport
import Testing

@Suite("One compressed file", .temporaryDirectory, .needs("gzip", "xz", "bzip2", "zstd"))
struct DecompressorTests {
    private static let text = Array(String(repeating: "Package: a\nVersion: 1.0\n\n", count: 20_000).utf8)

    private func compress(_ bytes: [UInt8], _ compression: Compression) throws -> [UInt8] {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try folder.removeAll(RelativePath("a"))
        try folder.create(RelativePath("a")).write(bytes)
        let program = StockTool(compression.rawValue)
        let outcome = try program.run(["-q", "-k", "-f", "a"], in: TemporaryDirectory.current)
        try #require(outcome.status == 0, "\(outcome.complaints)")
        return try folder.open(RelativePath("a.\(compression.fileExtension)")).readAll(limit: 64 << 20)
    }

    private func expand(
        _ bytes: [UInt8],
        _ compression: Compression,
        chunk: Int = .max,
        buffer: Int = 64 << 10,
        limit: Int64 = 64 << 20
    ) throws -> [UInt8] {
        let source = MemorySource(bytes, chunk: chunk)
        return try readAll(Decompressor(from: source, compression, limit: limit), buffer: buffer)
    }

    @Test("gives what its program compressed, however it comes and goes", arguments: Compression.allCases)
    func whole(compression: Compression) throws {
        let bytes = try compress(Self.text, compression)
        for chunk in [13, 4096, .max] {
            #expect(try expand(bytes, compression, chunk: chunk, buffer: 1000) == Self.text)
        }
    }

    @Test("may hold nothing, or one byte", arguments: Compression.allCases, [0, 1])
    func small(compression: Compression, count: Int) throws {
        let bytes = [UInt8](repeating: 0x41, count: count)
        #expect(try expand(compress(bytes, compression), compression) == bytes)
    }

    @Test("may be in several parts", arguments: Compression.allCases)
    func members(compression: Compression) throws {
        let bytes = try compress(Self.text, compression) + compress([0x41], compression)
        #expect(try expand(bytes, compression) == Self.text + [0x41])
    }

    @Test("that is cut short is refused, wherever that is", arguments: Compression.allCases)
    func cut(compression: Compression) throws {
        let bytes = try compress(Self.text, compression)
        for count in [0, 1, 5, 12, bytes.count / 2, bytes.count - 9, bytes.count - 5, bytes.count - 1] {
            let error = try refusal { _ = try expand(Array(bytes.prefix(count)), compression) }
            #expect(error != nil, "\(count) of \(bytes.count)")
        }
    }

    @Test("is followed by nothing", arguments: Compression.allCases)
    func surplus(compression: Compression) throws {
        let bytes = try compress(Self.text, compression)
        for more in [
            [0x58], Array("<html>".utf8), [UInt8](repeating: 0, count: 1000), [UInt8](repeating: 7, count: 600_000),
        ] {
            let error = try refusal { _ = try expand(bytes + more, compression) }
            // Streams of xz may end with zeros in fours (§2.2 of its format).
            #expect(error != nil || (compression == .xz && more.allSatisfy { $0 == 0 }), "\(more.prefix(4))")
        }
    }

    @Test("of which a byte has changed is refused", arguments: Compression.allCases)
    func changed(compression: Compression) throws {
        let bytes = try compress(Self.text, compression)
        for place in [bytes.count / 3, bytes.count / 2, bytes.count - 6] {
            var changed = bytes
            changed[place] ^= 0x10
            #expect(try refusal { _ = try expand(changed, compression) } != nil, "\(place) of \(bytes.count)")
        }
    }

    @Test("gives no more than it may, and says so", arguments: Compression.allCases)
    func bomb(compression: Compression) throws {
        let bytes = try compress([UInt8](repeating: 0, count: 8 << 20), compression)
        let error = try refusal { _ = try expand(bytes, compression, limit: 1 << 20) }
        #expect(error?.code == .outputTooLarge)
        #expect(error?.cause == "holds more than the 1048576 bytes allowed")
        #expect(try expand(compress(Self.text, compression), compression, limit: Int64(Self.text.count)) == Self.text)
    }

    @Test("is not taken for another", arguments: Compression.allCases, Compression.allCases)
    func foreign(made: Compression, read: Compression) throws {
        guard made != read else { return }
        let bytes = try compress(Self.text, made)
        #expect(try refusal { _ = try expand(bytes, read) } != nil)
    }

    @Test("is not a web page, or compressed twice", arguments: Compression.allCases)
    func neither(compression: Compression) throws {
        #expect(try refusal { _ = try expand(Array("<html></html>".utf8), compression) } != nil)
        let twice = try compress(compress(Self.text, compression), compression)
        #expect(try refusal { _ = try expand(twice, compression) } != nil)
    }

    @Test("throws what its source throws, again and again", arguments: Compression.allCases)
    func failing(compression: Compression) throws {
        let bytes = try compress(Self.text, compression)
        let source = MemorySource(Array(bytes.prefix(100)))
        let failing = ClosureSource { buffer in
            let count = source.read(into: &buffer)
            guard count > 0 else { throw Failure() }
            return count
        }
        let decompressor = try Decompressor(from: failing, compression, limit: 1 << 30)
        for _ in 0..<2 { #expect(throws: Failure.self) { _ = try readAll(decompressor) } }
    }

    private struct Failure: Error {}
}
