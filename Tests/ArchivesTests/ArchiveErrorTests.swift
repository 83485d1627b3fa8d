import Archives
import TestSupport
import Testing

@Suite("ArchiveError")
struct ArchiveErrorTests {
    @Test("says which entry, what is wrong, where and what to do")
    func sentence() throws {
        let tar = RawHeader("a").entry() + RawHeader("storage/x", type: "2").entry() + RawHeader.end
        let error = try #require(try refusal { _ = try unpack(tar) })
        #expect(
            error.description
                == "archive entry \"storage/x\" is a symbolic link; only regular files are carried (at byte 512). "
                + "Use the archive as Packferry wrote it"
        )
    }

    @Test("speaks of the archive where no entry is at fault")
    func wholeArchive() throws {
        let error = try #require(try refusal { _ = try decompress([]) })
        #expect(
            error.description
                == "the archive is empty (at byte 0). Copy the archive again and compare it with its .sha512 file"
        )
    }

    @Test("keeps line feeds, escapes and endless names of an entry out of a terminal")
    func printable() throws {
        let hostile = "x\u{1B}]0;owned\u{7}\r\n\u{2028}\u{202E}" + String(repeating: "y", count: 3000)
        let record = RawHeader.record("path", Array(hostile.utf8))
        let tar = RawHeader.extended(record) + RawHeader("x").entry() + RawHeader.end
        let error = try #require(try refusal { _ = try unpack(tar) })
        #expect(isPrintable(error.description))
        #expect(error.description.utf8.count < 800)
    }

    @Test("shows the key of a PAX record without letting it act")
    func printableKey() throws {
        let record = RawHeader.record("k\u{1B}[31m" + String(repeating: "y", count: 3000), [1])
        let tar = RawHeader.extended(record) + RawHeader("x").entry() + RawHeader.end
        let error = try #require(try refusal { _ = try unpack(tar) })
        #expect(error.code == .paxRecord)
        #expect(isPrintable(error.description))
        #expect(error.description.utf8.count < 400)
    }
}
