import Archives
import Posix
import TestSupport
import Testing

@Suite("Gzip in memory", .temporaryDirectory, .needs("gzip"))
struct GzipTests {
    @Test("a stock gunzip gives back what was compressed", arguments: [0, 1, 100_000])
    func whole(count: Int) throws {
        let bytes = Array(String(repeating: "packferry ", count: count / 10 + 1).utf8.prefix(count))
        let member = try Gzip.compress(bytes)
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try folder.create(RelativePath("a.gz")).write(member)
        let outcome = try StockTool("gzip").run(["-d", "a.gz"], in: TemporaryDirectory.current)
        #expect(outcome.status == 0 && outcome.complaints == "")
        #expect(try folder.open(RelativePath("a")).readAll(limit: 1 << 20) == bytes)
        #expect(count < 100 || member.count < count / 50)
    }
}
