import Posix
import TestSupport
import Testing

@testable import Archives

@Suite("Tarballs that others wrote")
struct LooseTarReaderTests {
    /// Streams everything that does not fit into a handful of bytes.
    private static let narrow = LooseTarLimits(buffered: 64, inflated: 64)

    private static func verdict(_ bytes: [UInt8], _ limits: LooseTarLimits = LooseTarLimits()) throws -> LooseTarVerdict
    {
        try LooseTarReader(limits).check(bytes, count: bytes.count)
    }

    private static func streamed(_ bytes: [UInt8], chunk: Int = .max) throws -> LooseTarVerdict {
        let source = MemorySource(bytes, chunk: chunk)
        return try LooseTarReader(narrow).check(source, size: Int64(bytes.count))
    }

    @Test("what one may cost is bounded, unless somebody says otherwise")
    func defaults() {
        let limits = LooseTarLimits()
        #expect(limits.ratio == 250 && limits.inflated == 16 << 20 && limits.total == 8 << 30)
        #expect(limits.buffered == 8 << 20 && limits.manifest == 4 << 20)
    }

    @Test("damage is named", arguments: LooseTarDamage.all)
    func damage(_ damage: LooseTarDamage) throws {
        guard case .broken(let flaw) = try Self.verdict(damage.bytes) else {
            Issue.record("it counts as whole")
            return
        }
        #expect(flaw.cause.contains(damage.cause), "\(flaw.cause)")
    }

    @Test("damage is seen in what is streamed, too", arguments: LooseTarDamage.all)
    func streamedDamage(_ damage: LooseTarDamage) throws {
        guard case .broken = try Self.streamed(damage.bytes) else {
            Issue.record("it counts as whole")
            return
        }
    }

    @Test("a file cut anywhere is broken, in memory and streamed")
    func cuts() throws {
        let whole = LooseTarDamage.whole
        for length in stride(from: 0, to: whole.count, by: 37) {
            let cut = Array(whole.prefix(length))
            for verdict in [try Self.verdict(cut), try Self.streamed(cut)] {
                guard case .broken = verdict else {
                    Issue.record("cut after \(length) bytes it counts as whole")
                    continue
                }
            }
        }
    }

    @Test("a bit that flips anywhere is seen: in the header where it matters, and in all that follows")
    func flips() throws {
        let whole = LooseTarDamage.whole
        for offset in stride(from: 11, to: whole.count, by: 29) {
            let flipped = LooseTarDamage.changed(whole, at: offset)
            for verdict in [try Self.verdict(flipped), try Self.streamed(flipped)] {
                guard case .broken = verdict else {
                    Issue.record("with byte \(offset) changed it counts as whole")
                    continue
                }
            }
        }
    }

    private static let accepted: [(String, [UInt8])] = [
        ("as npm packs it", SampleTarball.gzip(LooseTarDamage.tar + LooseTarDamage.end)),
        ("without end blocks", SampleTarball.gzip(LooseTarDamage.tar)),
        ("with one end block", SampleTarball.gzip(LooseTarDamage.tar + LooseTarDamage.end.prefix(512))),
        (
            "with anything after the end blocks",
            SampleTarball.gzip(LooseTarDamage.tar + LooseTarDamage.end + [1, 2, 3])
        ),
        ("plain tar", LooseTarDamage.tar + LooseTarDamage.end),
        ("plain tar without end blocks", LooseTarDamage.tar),
        ("zeros after the gzip member", LooseTarDamage.whole + [UInt8](repeating: 0, count: 300)),
        ("garbage after the gzip member", LooseTarDamage.whole + Array("trailing garbage".utf8)),
    ]

    @Test("what npm unpacks is whole", arguments: accepted)
    func whole(_ title: String, _ bytes: [UInt8]) throws {
        for verdict in [
            try Self.verdict(bytes), try Self.streamed(bytes), try Self.streamed(bytes, chunk: 100),
        ] {
            guard case .whole(let contents) = verdict else {
                Issue.record("\(title): \(verdict)")
                continue
            }
            #expect(contents.entries == 2 && contents.manifest == LooseTarDamage.manifest)
        }
    }

    @Test("gzip of several members is one tar stream")
    func members() throws {
        let stream = LooseTarDamage.tar + LooseTarDamage.end
        let bytes = SampleTarball.gzip(Array(stream.prefix(700))) + SampleTarball.gzip(Array(stream.dropFirst(700)))
        guard case .whole(let contents) = try Self.verdict(bytes) else {
            Issue.record("it counts as broken")
            return
        }
        #expect(contents.entries == 2 && contents.inflated == Int64(stream.count))
    }

    @Test("package.json is found beneath any folder, in every dialect, and the last one counts")
    func manifests() throws {
        let long = "package/" + String(repeating: "d", count: 120)
        let streams: [[UInt8]] = [
            RawHeader("node-v1/package.json", size: 2).entry("{}"),
            RawHeader("./package/package.json", size: 2).entry("{}"),
            RawHeader("package.json", size: 2).with(.prefix, "package").entry("{}"),
            RawHeader("package/package.json", size: 2).with(.magic, "ustar  \u{0}").entry("{}"),
            RawHeader("package/package.json", size: 2).with(.magic, [UInt8](repeating: 0, count: 8)).entry("{}"),
            RawHeader("package/package.json", size: 2).with(.size, "     2 \u{0}    ").entry("{}"),
            RawHeader("package/package.json", size: 2).with(.size, [0x80] + [UInt8](repeating: 0, count: 10) + [2])
                .entry("{}"),
            RawHeader.extended(RawHeader.record("path", Array("package/package.json".utf8)))
                + RawHeader("short", size: 2).entry("{}"),
            RawHeader.extended(RawHeader.record("size", Array("2".utf8)))
                + RawHeader("package/package.json", size: 0).entry("{}"),
            RawHeader("long", size: long.utf8.count, type: "L").entry(Array(long.utf8))
                + RawHeader("short", size: 3).entry("xyz") + RawHeader("package/package.json", size: 2).entry("{}"),
            RawHeader("package", size: 100, type: "5").bytes + RawHeader("package/package.json", size: 2).entry("{}"),
            RawHeader("pax_global_header", size: 3, type: "g").entry("abc")
                + RawHeader("package/package.json", size: 1).entry("x")
                + RawHeader("other/package.json", size: 2).entry("{}"),
        ]
        for (index, stream) in streams.enumerated() {
            for bytes in [SampleTarball.gzip(stream), stream] {
                guard case .whole(let contents) = try Self.verdict(bytes) else {
                    Issue.record("stream \(index): \(try Self.verdict(bytes))")
                    continue
                }
                #expect(contents.manifest == Array("{}".utf8), "stream \(index)")
            }
        }
    }

    @Test("a package.json elsewhere, or larger than the limit, is none")
    func noManifest() throws {
        for stream in [
            RawHeader("package.json", size: 2).entry("{}"),
            RawHeader("package/lib/package.json", size: 2).entry("{}"),
            RawHeader("package/package.json", size: 2, type: "2").entry("{}"),
            RawHeader("package/package.json", size: 5000).entry([UInt8](repeating: 0x20, count: 5000)),
        ] {
            let limits = LooseTarLimits(manifest: 4096)
            guard case .whole(let contents) = try Self.verdict(SampleTarball.gzip(stream), limits) else {
                Issue.record("it counts as broken")
                continue
            }
            #expect(contents.manifest == nil)
        }
    }

    /// Endless gzip of zeros: a literal 0, then copies of 258 bytes from one byte before, in fixed Huffman codes
    /// (RFC 1951 §3.2.6), thirteen bits each.
    private static func bomb() -> ClosureSource {
        let copy: [UInt8] = [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0]
        let bits: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0] + Array(repeatElement(copy, count: 10).joined())
        let bytes = (0..<15).map { byte in (0..<8).reduce(UInt8(0)) { $0 | bits[byte * 8 + $1] << UInt8($1) } }
        // From the third byte on, thirteen bytes say the same again and again.
        let cycle = Array(repeatElement(bytes.suffix(13), count: 1000).joined())
        var given: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF] + bytes.prefix(2)
        return ClosureSource { buffer in
            if given.isEmpty { given = cycle }
            let count = min(given.count, buffer.count)
            buffer.replaceSubrange(..<count, with: given.prefix(count))
            given.removeFirst(count)
            return count
        }
    }

    @Test("a bomb is let go of once it inflates to what no package of its size does")
    func bombs() throws {
        let limits = LooseTarLimits(buffered: 64, inflated: 1 << 20, total: 8 << 20)
        let verdict = try LooseTarReader(limits).check(Self.bomb(), size: 64 << 20)
        guard case .broken(let flaw) = verdict else {
            Issue.record("it counts as whole")
            return
        }
        #expect(flaw.cause.contains("inflates to more than 8388608 bytes"), "\(flaw.cause)")
    }

    @Test("what a file may inflate to grows with its size, up to a limit")
    func ratio() {
        let limits = LooseTarLimits(inflated: 1000, total: 1_000_000, ratio: 100)
        #expect(limits.allowed(for: 1) == 1000 && limits.allowed(for: 500) == 50_000)
        #expect(limits.allowed(for: 50_000) == 1_000_000 && limits.allowed(for: .max) == 1_000_000)
    }

    @Test("one reader serves file after file, whole and broken")
    func reuse() throws {
        let reader = try LooseTarReader()
        for _ in 0..<3 {
            for damage in LooseTarDamage.all {
                guard case .broken = try reader.check(damage.bytes, count: damage.bytes.count) else {
                    Issue.record("\(damage.testDescription) counts as whole")
                    continue
                }
                guard case .whole = try reader.check(LooseTarDamage.whole + [9, 9], count: LooseTarDamage.whole.count)
                else {
                    Issue.record("after \(damage.testDescription) a whole one counts as broken")
                    continue
                }
            }
        }
    }
}
