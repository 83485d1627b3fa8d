import Archives
import TestSupport
import Testing

@Suite("TarReader refuses streams")
struct TarStructureAttackTests {
    private static let file = RawHeader("a", size: 3).entry("abc")
    private static let long = CarriedFile.onlyInRecord
    private static let shortened = RawHeader(String(CarriedFile.onlyInRecord.dropFirst(8).prefix(100)))
    private static let path = RawHeader.record("path", Array(long.utf8))

    static let records: [Attack] = [
        Attack("a path that needs no record", recorded(RawHeader.record("path", [0x61]), RawHeader("a")), .paxRecord),
        Attack("a size in a record", recorded(RawHeader.record("size", [0x31]), shortened), .paxRecord),
        Attack("a path and a size", recorded(path + RawHeader.record("size", [0x31]), shortened), .paxRecord),
        Attack("a size and a path", recorded(RawHeader.record("size", [0x31]) + path, shortened), .paxRecord),
        Attack("two paths", recorded(path + path, shortened), .paxRecord),
        Attack("extended attributes", recorded(RawHeader.record("SCHILY.xattr.user.x", [1]), shortened), .paxRecord),
        Attack("access lists", recorded(RawHeader.record("SCHILY.acl.access", [1]), shortened), .paxRecord),
        Attack("a sparse map", recorded(RawHeader.record("GNU.sparse.realsize", [0x31]), shortened), .paxRecord),
        Attack("an empty record", recorded([], shortened), .paxRecord),
        Attack("a record without a key", recorded(Array("5 a\n".utf8), shortened), .paxRecord),
        Attack("a record without a blank", recorded(Array("path=abc\n".utf8), shortened), .paxRecord),
        Attack("a record with a wrong length", recorded(Array("9".utf8) + path, shortened), .paxRecord),
        Attack("a record with a zero before its length", recorded(padded(path), shortened), .paxRecord),
        Attack("a record without its line feed", recorded(Array(path.dropLast()) + [0x20], shortened), .paxRecord),
        Attack("a record of 1 GiB", RawHeader("PaxHeader", size: 1 << 30, type: "x").bytes, .paxRecord),
        Attack(
            "a record under another name",
            RawHeader("./PaxHeaders/a", size: path.count, type: "x").entry(path) + shortened.entry() + RawHeader.end,
            .paxRecord
        ),
        Attack("a record before the end", RawHeader.extended(path) + RawHeader.end, .paxRecord),
        Attack("a record before a record", RawHeader.extended(path) + recorded(path, shortened), .paxRecord),
        Attack("a record and another header name", recorded(path, RawHeader("other")), .nonCanonicalName),
        Attack("a record and a split name", recorded(path, shortened.with(.prefix, "a")), .nonCanonicalName),
        Attack("a record and a symbolic link", recorded(path, RawHeader("x", type: "2")), .unsupportedType),
        Attack(
            "a record padded with junk",
            RawHeader("PaxHeader", size: path.count, type: "x").bytes + path
                + [UInt8](repeating: 1, count: -path.count & 511) + shortened.entry() + RawHeader.end,
            .padding
        ),
    ]

    @Test("whose PAX records say anything but one path that needs it", arguments: records)
    func refusesRecord(attack: Attack) throws {
        try expectRefusal(of: attack)
    }

    static let structure: [Attack] = [
        Attack(
            "a name split where it fits",
            RawHeader("b").with(.prefix, "a").entry() + RawHeader.end,
            .nonCanonicalName
        ),
        Attack(
            "a name split at a later slash",
            RawHeader("c").with(.prefix, String(repeating: "a", count: 100) + "/b").entry() + RawHeader.end,
            .nonCanonicalName
        ),
        Attack(
            "a name that is not ASCII in the header",
            RawHeader("\u{44F}").entry() + RawHeader.end,
            .nonCanonicalName
        ),
        Attack("nothing", [], .missingEnd),
        Attack("one end block", [UInt8](repeating: 0, count: 512), .missingEnd),
        Attack("a file without an end", file, .missingEnd),
        Attack("a file with one end block", file + [UInt8](repeating: 0, count: 512), .missingEnd),
        Attack("a block of zeros between files", file + [UInt8](repeating: 0, count: 512) + file, .missingEnd),
        Attack("zeros up to a whole record", file + [UInt8](repeating: 0, count: 10240), .dataAfterEnd),
        Attack("one byte after the end", file + RawHeader.end + [0], .dataAfterEnd),
        Attack("a block after the end", file + RawHeader.end + file, .dataAfterEnd),
        Attack("a second tar behind the first", file + RawHeader.end + file + RawHeader.end, .dataAfterEnd),
        Attack("junk in the padding", RawHeader("a", size: 3).bytes + junk("abc") + RawHeader.end, .padding),
        Attack("a size beyond the stream", RawHeader("a", size: 1 << 32).entry("abc") + RawHeader.end, .truncated),
        Attack("text", Array(String(repeating: "not a tar file. ", count: 64).utf8), .headerChecksum),
    ]

    @Test("of any other shape", arguments: structure)
    func refusesStructure(attack: Attack) throws {
        try expectRefusal(of: attack)
    }

    private func expectRefusal(of attack: Attack) throws {
        let error = try #require(try refusal { _ = try unpack(attack.bytes) })
        #expect(error.code == attack.code)
        #expect(isPrintable(error.description))
    }

    private static func recorded(_ record: [UInt8], _ header: RawHeader) -> [UInt8] {
        RawHeader.extended(record) + header.entry() + RawHeader.end
    }

    private static func padded(_ record: [UInt8]) -> [UInt8] {
        let digits = record.prefix { $0 != 0x20 }
        let length = (Int(String(decoding: digits, as: UTF8.self)) ?? 0) + 1
        return Array("0\(length)".utf8) + record[digits.endIndex...]
    }

    private static func junk(_ text: String) -> [UInt8] {
        Array(text.utf8) + [UInt8](repeating: 0, count: 508) + [1]
    }
}
