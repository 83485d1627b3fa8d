import JSON
import Testing

/// Documents made at random, the same in every run: what one half of the room writes, the other half reads.
@Suite("Documents at random")
struct JSONRandomTests {
    @Test("what is written reads back, in every layout", arguments: 0..<60)
    func roundTrip(_ seed: UInt64) throws {
        var random = DocumentGenerator(state: seed)
        let value = random.value(depth: 5)
        let layouts: [JSONWriter.Layout] = [.compact, .indented(0), .indented(3)]
        for layout in layouts {
            let bytes = value.encoded(layout: layout)
            #expect(try JSONValue(parsing: bytes) == value)
            var scanner = try JSONScanner(bytes)
            #expect(try scanner.skipValue() == 0..<bytes.count)
            try scanner.end()
        }
    }

    @Test("escaping every character in either case of hexadecimal changes nothing", arguments: 0..<40)
    func escaped(_ seed: UInt64) throws {
        var random = DocumentGenerator(state: seed)
        let text = random.text()
        for isUpper in [true, false] {
            let units = text.utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: isUpper)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            #expect(try JSONValue(parsing: Array("\"\(units.joined())\"".utf8)) == .string(text))
        }
    }

    @Test("repeated names are found exactly where a plain comparison finds them", arguments: 0..<60)
    func repeats(_ seed: UInt64) throws {
        var random = DocumentGenerator(state: seed)
        let names = (0..<random.number(below: 80)).map { _ in random.shortName() }
        let members = names.map { "\"\($0)\":0" }
        let bytes = Array("{\(members.joined(separator: ","))}".utf8)
        var seen: Set<String> = []
        let firstRepeat = names.firstIndex { !seen.insert($0).inserted }
        guard let firstRepeat else {
            _ = try JSONValue(parsing: bytes, duplicateKeys: .reject)
            return
        }
        let offset = members[..<firstRepeat].reduce(2) { $0 + $1.utf8.count + 1 }
        #expect(throws: JSONError(.duplicateKey, at: offset, in: bytes.span)) {
            try JSONValue(parsing: bytes, duplicateKeys: .reject)
        }
    }

    @Test("bytes at random are refused or read, and both readers agree", arguments: 0..<40)
    func noise(_ seed: UInt64) throws {
        var random = DocumentGenerator(state: seed)
        let alphabet = Array("{}[]\",:\\u0019eE+-. tfnrualse\u{7F}é".utf8) + [0xFF, 0x00]
        for _ in 0..<50 {
            let bytes = (0..<random.number(below: 24)).map { _ in alphabet[random.number(below: alphabet.count)] }
            let parsed = (try? JSONValue(parsing: bytes)) != nil
            let skipped = (try? skipWhole(bytes)) != nil
            #expect(parsed == skipped, "\(bytes)")
        }
    }

    private func skipWhole(_ bytes: [UInt8]) throws {
        var scanner = try JSONScanner(bytes)
        _ = try scanner.skipValue()
        try scanner.end()
    }
}

/// Makes values of every kind (Vigna's SplitMix64).
private struct DocumentGenerator {
    var state: UInt64

    mutating func number(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func value(depth: Int) -> JSONValue {
        switch number(below: depth > 0 ? 8 : 6) {
        case 0: .null
        case 1: .bool(number(below: 2) == 0)
        case 2: .integer(Int64(number(below: 1 << 40)) - 1 << 39)
        case 3: .number(Double(number(below: 1 << 30)) / 1024 - 0.1)
        case 4, 5: .string(text())
        case 6: .array((0..<number(below: 5)).map { _ in value(depth: depth - 1) })
        default: .object((0..<number(below: 5)).map { _ in (text(), value(depth: depth - 1)) })
        }
    }

    mutating func text() -> String {
        let pieces = [
            "", "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "é", "€", "😀", "\u{2028}", "e\u{301}", "\u{10FFFF}",
        ]
        return (0..<number(below: 6)).map { _ in pieces[number(below: pieces.count)] }.joined()
    }

    mutating func shortName() -> String { String(number(below: 900), radix: 36) }
}
