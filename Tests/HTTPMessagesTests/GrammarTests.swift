import HTTPMessages
import Testing

@Suite("Character classes")
struct GrammarTests {
    @Test("a token is letters, digits and fifteen signs")
    func tokens() {
        let expected = Set("!#$%&'*+-.^_`|~0123456789".utf8).union(0x41...0x5A).union(0x61...0x7A)
        #expect(Set((UInt8.min...UInt8.max).filter(\.isTokenCharacter)) == expected)
    }

    @Test("a field value has no control character but the tab")
    func values() {
        let expected = Set([UInt8(9)]).union(0x20...0x7E).union(0x80...0xFF)
        #expect(Set((UInt8.min...UInt8.max).filter(\.isFieldValueCharacter)) == expected)
    }

    @Test("hexadecimal digits are 0-9, a-f and A-F")
    func digits() {
        for byte in UInt8.min...UInt8.max {
            let text = String(decoding: [byte], as: UTF8.self)
            #expect(byte.hexDigitValue == (byte < 0x80 && byte > 0x2F ? UInt8(text, radix: 16) : nil))
        }
    }

    @Test("only A to Z change case")
    func lowercased() {
        for byte in UInt8.min...UInt8.max {
            #expect(byte.lowercased == ((0x41...0x5A).contains(byte) ? byte + 32 : byte))
        }
    }
}
