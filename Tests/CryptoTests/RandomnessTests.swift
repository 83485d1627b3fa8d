import Crypto
import Testing

@Suite("Random bytes")
struct RandomnessTests {
    @Test("come in the number asked for", arguments: [0, 1, 16, 1000])
    func count(count: Int) {
        #expect(Randomness.bytes(count).count == count)
        #expect(Randomness.hex(count).utf8.count == 2 * count)
    }

    @Test("do not repeat")
    func differ() {
        let values = Set((0..<1000).map { _ in Randomness.hex(16) })
        #expect(values.count == 1000)
    }

    @Test("take every value in every place")
    func spread() {
        let bytes = Randomness.bytes(100_000)
        #expect(Set(bytes).count == 256)
        let ones = bytes.reduce(0) { $0 + $1.nonzeroBitCount }
        // 400,000 expected; 5,000 is over eleven standard deviations.
        #expect(abs(ones - 400_000) < 5_000)
    }

    @Test("are written as lower-case hexadecimal")
    func hexadecimal() {
        let text = Randomness.hex(500)
        #expect(text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
    }
}
