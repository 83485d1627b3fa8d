import Archives
import Posix
import TestSupport
import Testing

@Suite(
    "Stock tools",
    .temporaryDirectory,
    .needs("tar", "zstd")
)
struct StockToolTests {
    @Test("list in our archive what we wrote, without a complaint")
    func list() throws {
        try save("a.tar.zst", compress(pack(CarriedFile.samples)))
        let outcome = try StockTool.tar.run(["--zstd", "-tvf", "a.tar.zst", "--quoting-style=literal"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.complaints == "")
        let expected = CarriedFile.samples.map { ($0.content.count, $0.path) }
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(lines.map { $0[0] + " " + $0[1] } == expected.map { _ in "-rw-r--r-- 0/0" })
        #expect(lines.map { String($0[2]) } == expected.map { String($0.0) })
        #expect(lines.map { $0[3] + " " + $0[4] } == expected.map { _ in "2023-11-14 22:13" })
        #expect(lines.map { String($0[5]) } == expected.map(\.1))
    }

    @Test("take our archive out to the same files, compressed or not")
    func extract() throws {
        try save("a.tar", pack(CarriedFile.samples))
        let outcome = try StockTool.tar.run(["-xf", "a.tar", "--no-same-owner"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.complaints == "")
        for file in CarriedFile.samples { #expect(try load(file.path) == file.content, "\(file.path)") }
    }

    @Test("find our frame whole, at every level and with several threads", arguments: [(1, 0), (3, 2), (19, 0)])
    func frame(level: Int, workers: Int) throws {
        try save("a.zst", compress(pack(CarriedFile.samples), level: level, workers: workers))
        let outcome = try StockTool.zstd.run(["-q", "-t", "a.zst"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.complaints == "")
        let listing = try StockTool.zstd.run(["-lv", "a.zst"], in: folder).output
        #expect(listing.contains("XXH64"))
    }

    @Test("decode a large frame of several threads to the same bytes")
    func largeFrame() throws {
        var random = SeededGenerator(seed: 11)
        let tar = try pack([
            CarriedFile("a", random.bytes(600_000)), CarriedFile("b", [UInt8](repeating: 9, count: 20 << 20)),
        ])
        try save("a.zst", compress(tar, workers: 2))
        #expect(try StockTool.zstd.run(["-q", "-d", "a.zst", "-o", "a.tar"], in: folder).status == 0)
        #expect(try load("a.tar") == tar)
    }

    static let dialects: [(String, [String], ArchiveError.Code)] = [
        ("GNU", ["--format=gnu"], .notUstar),
        ("the old GNU", ["--format=oldgnu"], .notUstar),
        ("Unix v7", ["--format=v7"], .notUstar),
        ("POSIX pax", ["--format=posix"], .metadata),
        ("ustar", ["--format=ustar", "--mode=0640"], .metadata),
        ("ustar with owner names", ["--format=ustar", "--mode=0644", "--owner=root:0", "--group=root:0"], .metadata),
        (
            "ustar without owner names, padded to a record",
            ["--format=ustar", "--mode=0644", "--owner=:0", "--group=:0", "--numeric-owner", "--mtime=@1"],
            .dataAfterEnd
        ),
    ]

    @Test("write archives that are refused, in every dialect", arguments: dialects)
    func foreign(title: String, options: [String], code: ArchiveError.Code) throws {
        try save("file", Array("content".utf8))
        #expect(try StockTool.tar.run(options + ["-cf", "a.tar", "file"], in: folder).status == 0)
        #expect(try refusal { _ = try unpack(load("a.tar")) }?.code == code)
    }

    @Test("compress our tar stream so that we read it again")
    func recompressed() throws {
        try save("a.tar", pack(CarriedFile.samples))
        #expect(try StockTool.zstd.run(["-q", "-19", "a.tar"], in: folder).status == 0)
        #expect(try unpack(compressed: load("a.tar.zst")) == CarriedFile.samples)
    }

    @Test("write a frame that is refused when told to leave out the checksum")
    func foreignFrame() throws {
        try save("a.tar", [UInt8](repeating: 1, count: 1 << 20))
        #expect(try StockTool.zstd.run(["-q", "--no-check", "a.tar", "-o", "a.zst"], in: folder).status == 0)
        #expect(try refusal { _ = try decompress(load("a.zst")) }?.code == .missingFrameChecksum)
    }

    private var folder: String { TemporaryDirectory.current }

    private func save(_ name: String, _ bytes: [UInt8]) throws {
        try Directory(opening: AbsolutePath(folder)).create(RelativePath(name)).write(bytes)
    }

    private func load(_ name: String) throws -> [UInt8] {
        try Directory(opening: AbsolutePath(folder)).open(RelativePath(name)).readAll(limit: 64 << 20)
    }
}
