import Archives
import TestSupport
import Testing

@Suite("TarReader refuses paths")
struct TarPathAttackTests {
    static let unsafe: [(String, String)] = [
        ("climbing", "../x"), ("climbing inside", "a/../../x"), ("climbing at the end", "a/.."), ("absolute", "/etc/x"),
        ("here", "./x"), ("here alone", "."), ("empty component", "a//b"), ("trailing slash", "a/"), ("empty", ""),
        ("backslash", "..\\x"), ("control character", "a\u{1B}[2J"), ("line feed", "a\nb"), ("delete", "a\u{7F}"),
        ("C1 control", "a\u{9B}b"), ("trailing dot", "a./b"), ("trailing space", "a /b"),
    ]

    @Test("whatever field they come in", arguments: unsafe)
    func refusesInHeader(title: String, path: String) throws {
        let error = try refusal { _ = try unpack(RawHeader(path).entry("") + RawHeader.end) }
        #expect(error?.code == .unsafePath)
        #expect(error.map { isPrintable($0.description) } == true)
    }

    @Test("in a PAX record just so", arguments: unsafe)
    func refusesInRecord(title: String, path: String) throws {
        let error = try refusal { _ = try unpack(recorded(Array(path.utf8))) }
        #expect(error?.code == .unsafePath)
        #expect(error.map { isPrintable($0.description) } == true)
    }

    static let recordedOnly: [Attack] = [
        Attack("NUL", recorded(Array("a\u{0}b".utf8)), .unsafePath),
        Attack("invalid UTF-8", recorded([0x61, 0xFF, 0xFE]), .unsafePath),
        Attack("overlong UTF-8", recorded([0xC0, 0xAE, 0xC0, 0xAE, 0x2F, 0x78]), .unsafePath),
        Attack("surrogate", recorded([0xED, 0xA0, 0x80]), .unsafePath),
        Attack("component over 255 bytes", recorded([UInt8](repeating: 0x61, count: 256)), .unsafePath),
        Attack(
            "path over 4096 bytes",
            recorded(Array(String(repeating: "ab/", count: 1366).utf8) + [0x61]),
            .unsafePath
        ),
        Attack("depth over 64", recorded(Array(String(repeating: "a/", count: 64).utf8) + [0x61]), .unsafePath),
    ]

    @Test("that are too long, too deep or not text", arguments: recordedOnly)
    func refusesRecorded(attack: Attack) throws {
        #expect(try refusal { _ = try unpack(attack.bytes) }?.code == attack.code)
    }

    @Test("split between prefix and name to climb")
    func refusesSplit() throws {
        for (prefix, name) in [("..", "x"), ("a/..", "x"), ("/a", "x"), ("a", "../x"), ("a", ""), ("a/", "x")] {
            let tar = RawHeader(name).with(.prefix, prefix).entry() + RawHeader.end
            #expect(try refusal { _ = try unpack(tar) }?.code == .unsafePath)
        }
    }

    @Test("but takes the longest, deepest and strangest that are allowed")
    func acceptsBounds() throws {
        let component = String(repeating: "c", count: 255)
        let files = [
            CarriedFile(String(repeating: component + "/", count: 15) + component),
            CarriedFile(String(repeating: "a/", count: 63) + "a"),
            CarriedFile("storage/a b/.hidden"),
            CarriedFile("storage/\u{1F4E6}"),
        ]
        #expect(try unpack(pack(files)) == files)
    }

    @Test("with bidirectional overrides escaped in what is printed")
    func escapesForPrinting() throws {
        let tar = RawHeader("evil\u{202E}gpj/..").entry() + RawHeader.end
        let error = try #require(try refusal { _ = try unpack(tar) })
        #expect(error.entry == "evil\\u{202e}gpj/..")
        #expect(isPrintable(error.description))
    }
}

/// A tar stream with one empty entry, named by a PAX record.
private func recorded(_ path: [UInt8]) -> [UInt8] {
    RawHeader.extended(RawHeader.record("path", path)) + RawHeader("x").entry() + RawHeader.end
}
