import Arguments
import Testing

@Suite("Hostile command lines")
struct HostileArgumentsTests {
    @Test(
        "odd words are refused by name or taken as words, never crash",
        arguments: [
            "", "-", "--=", "--=x", "---", "-=", "-é", "\u{202E}", "-\0", "--\u{1B}[2J", "=", "--help=", "-h=1", "𝕏",
        ]
    )
    func odd(word: String) throws {
        let error = try Sample.mistake(["job", word])
        #expect([.unknownCommand, .unknownOption, .unexpectedValue].contains(error.code))
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }

    @Test("a very long word is cut in the message")
    func long() throws {
        let word = String(repeating: "a", count: 1_000_000)
        #expect(try Sample.mistake(["--" + word]).description.count < 200)
        #expect(try Sample.mistake([word]).description.count < 200)
        #expect(try Sample.mistake(["refresh", "delta", "-m", word]).description.count < 250)
    }

    @Test("very many words are read in one pass")
    func many() throws {
        let words = (0..<50_000).map { "file-\($0)" }
        #expect(try Sample.values(["verify"] + words)[Sample.files].count == 50_000)
        #expect(try Sample.values(["serve"] + words.map { _ in "-v" })[Sample.verbose])
    }

    @Test("words that are no text are shown without harm")
    func invalidText() throws {
        let error = try Sample.mistake(["job", String(decoding: [0xFF, 0x07, 0x41] as [UInt8], as: UTF8.self)])
        #expect(error.subject == "\u{FFFD}?A")
    }
}
