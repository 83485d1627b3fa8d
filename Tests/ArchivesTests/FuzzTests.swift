import Archives
import Posix
import TestSupport
import Testing

/// Seeded and bounded: the same inputs on every run.
@Suite("Hostile input never crashes")
struct FuzzTests {
    @Test("and a tar stream that is accepted is one that TarWriter writes", arguments: 0..<4 as Range<UInt64>)
    func tar(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let seeds = try [pack(CarriedFile.samples), pack([CarriedFile("a", "b")]), RawHeader("d", type: "5").entry()]
        for _ in 0..<300 {
            var bytes = seeds.randomElement(using: &random) ?? []
            mutate(&bytes, with: &random)
            try expectCanonical(bytes)
        }
    }

    @Test("and a header that is accepted is one that TarWriter writes", arguments: 4..<8 as Range<UInt64>)
    func header(seed: UInt64) throws {
        let fields: [RawHeader.Field] = [.name, .mode, .size, .time, .type, .magic, .link, .prefix, .unused]
        let pieces = ["", "a", "a/b", "00000000000", "0000644", "x", "5", "ustar\u{0}00", "../", "\u{44F}", "7"]
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var header = RawHeader("storage/a")
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                guard let field = fields.randomElement(using: &random) else { continue }
                header = header.with(field, pieces.randomElement(using: &random) ?? "")
            }
            try expectCanonical(header.entry() + RawHeader.end)
        }
    }

    @Test("in a zstd file", arguments: 8..<12 as Range<UInt64>)
    func zstd(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let frame = try compress(pack(CarriedFile.samples))
        for _ in 0..<300 {
            var bytes = frame
            mutate(&bytes, with: &random)
            _ = try refusal { _ = try unpack(compressed: bytes, limit: 1 << 20) }
        }
    }

    @Test("of pure noise, behind a valid start too", arguments: 12..<14 as Range<UInt64>)
    func noise(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let starts: [[UInt8]] = [[], [0x28, 0xB5, 0x2F, 0xFD], [0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x38]]
        for _ in 0..<300 {
            let bytes =
                (starts.randomElement(using: &random) ?? []) + random.bytes(Int.random(in: 0...600, using: &random))
            #expect(try refusal { _ = try unpack(compressed: bytes, limit: 1 << 20) } != nil)
            #expect(try refusal { _ = try unpack(bytes) } != nil)
        }
    }

    private func mutate(_ bytes: inout [UInt8], with random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &random)
            let count = Int.random(in: 1...min(64, bytes.count - index), using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.removeSubrange(index..<(index + count))
            case 2: bytes.insert(contentsOf: bytes[index..<(index + count)], at: index)
            case 3: bytes.replaceSubrange(index..<(index + count), with: random.bytes(count))
            default: bytes.removeLast(bytes.count - index)
            }
        }
    }

    /// What is accepted, written again, gives the same bytes: there is no second way to write an archive.
    private func expectCanonical(_ bytes: [UInt8]) throws {
        var files: [CarriedFile]?
        _ = try refusal { files = try unpack(bytes) }
        guard let files else { return }
        let entry = try TarReader(MemorySource(bytes)).next()
        #expect(try pack(files, time: entry?.modificationTime ?? testTime) == bytes)
    }
}
