import Archives
import Posix
import TestSupport
import Testing

@Suite("TarWriter")
struct TarWriterTests {
    @Test("writes a header, padded content and two end blocks, byte for byte")
    func goldenBytes() throws {
        let header =
            text("manifest.json", 100) + text("0000644", 8) + text("0000000", 8) + text("0000000", 8)
            + text("00000000002", 12) + text("14524770400", 12) + text("011740\u{0} ", 8) + text("0", 1) + text("", 100)
            + text("ustar\u{0}00", 8) + text("", 32) + text("", 32) + text("0000000", 8) + text("0000000", 8)
            + text("", 155) + text("", 12)
        #expect(try pack([CarriedFile("manifest.json", "{}")]) == header + text("{}", 512) + text("", 1024))
    }

    @Test("an archive of nothing is the two end blocks")
    func emptyArchive() throws {
        #expect(try pack([]) == RawHeader.end)
    }

    @Test("splits a long ASCII path at the first slash that lets both halves fit")
    func splitsLongPath() throws {
        let prefix = "storage/@scope/" + String(repeating: "a", count: 60)
        let name = String(repeating: "b", count: 90)
        let expected = RawHeader(name).with(.prefix, prefix).entry() + RawHeader.end
        #expect(try pack([CarriedFile("\(prefix)/\(name)")]) == expected)
    }

    @Test("puts a path that is not ASCII into a PAX record, with the start of its last component in the header")
    func recordsForeignScripts() throws {
        let path = "storage/\u{44F}/package.json"
        let record = "32 path=storage/\u{44F}/package.json\n"
        let expected = RawHeader.extended(Array(record.utf8)) + RawHeader("package.json").entry() + RawHeader.end
        #expect(try pack([CarriedFile(path)]) == expected)
    }

    @Test(
        "uses a PAX record exactly where the header cannot hold the path",
        arguments: [
            (100, 0, false), (101, 0, true), (100, 155, false), (100, 156, true), (101, 155, true), (1, 155, false),
        ]
    )
    func recordOnlyWhereNeeded(name: Int, prefix: Int, isRecorded: Bool) throws {
        let lead = prefix == 0 ? "" : String(repeating: "d", count: prefix) + "/"
        let file = CarriedFile(lead + String(repeating: "f", count: name))
        let tar = try pack([file])
        #expect((tar[156] == UInt8(ascii: "x")) == isRecorded)
        #expect(try unpack(tar) == [file])
    }

    @Test("cuts the header name of a recorded path between characters, at most 100 bytes long")
    func shortensBetweenCharacters() throws {
        let path = "storage/" + String(repeating: "\u{20AC}", count: 40)
        let tar = try pack([CarriedFile(path)])
        let name = tar[1024..<1124].prefix { $0 != 0 }
        #expect(name.elementsEqual(String(repeating: "\u{20AC}", count: 33).utf8))
    }

    @Test("refuses more content than announced and names the entry")
    func refusesLongContent() throws {
        let writer = TarWriter(to: MemorySink(), modificationTime: testTime)
        try writer.append(path: RelativePath("a"), size: 3)
        let error = try refusal { try writer.write([1, 2, 3, 4], count: 4) }
        #expect(error?.code == .sizeMismatch)
        #expect(error?.entry == "a")
    }

    @Test("refuses less content than announced, at the next entry and at the end", arguments: [true, false])
    func refusesShortContent(atEnd: Bool) throws {
        let writer = TarWriter(to: MemorySink(), modificationTime: testTime)
        try writer.append(path: RelativePath("a"), size: 3)
        try writer.write([1, 2], count: 2)
        let error = try refusal {
            try atEnd ? writer.finish() : writer.append(path: RelativePath("b"), size: 0)
        }
        #expect(error?.code == .sizeMismatch)
    }

    @Test("refuses sizes that eleven octal digits cannot say", arguments: [-1, 1 << 33])
    func refusesSizes(size: Int64) throws {
        let writer = TarWriter(to: MemorySink(), modificationTime: testTime)
        let error = try refusal { try writer.append(path: RelativePath("a"), size: size) }
        #expect(error?.code == .entryTooLarge)
    }

    @Test("counts what it wrote")
    func countsBytes() throws {
        let sink = MemorySink()
        let writer = TarWriter(to: sink, modificationTime: 0)
        try writer.append(path: RelativePath("a"), size: 1)
        try writer.write([7], count: 1)
        try writer.finish()
        #expect(writer.written == 2048)
        #expect(sink.bytes.count == 2048)
    }

    @Test("passes on what its sink throws")
    func passesOnErrors() throws {
        struct Full: Error {}
        let writer = TarWriter(to: ChunkSink { _ in throw Full() }, modificationTime: 0)
        #expect(throws: Full.self) { try writer.append(path: RelativePath("a"), size: 1) }
    }

    private func text(_ text: String, _ width: Int) -> [UInt8] {
        Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
    }
}
