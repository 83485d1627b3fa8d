import HTTPServer
import Testing

@Suite("The parser under random bytes")
struct ParserFuzzTests {
    @Test("how the bytes are cut never changes what comes out", arguments: 0..<40)
    func cuts(seed: UInt64) {
        var generator = RandomStream.Generator(seed: seed)
        for _ in 0..<100 {
            let bytes = RandomStream.next(&generator)
            let whole = ParsedStream(bytes)
            #expect(ParsedStream(bytes, pieces: [1]) == whole)
            let pieces = (0..<8).map { _ in Int.random(in: 1...20, using: &generator) }
            #expect(ParsedStream(bytes, pieces: pieces) == whole)
        }
    }
}
