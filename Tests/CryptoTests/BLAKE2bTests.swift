import Testing

@testable import Crypto

@Suite("BLAKE2b")
struct BLAKE2bTests {
    @Test("gives what RFC 7693, appendix A, says")
    func vector() {
        let expected = """
            ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1\
            7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923
            """
        #expect(BLAKE2b.hash(Array("abc".utf8)).hex == expected)
    }
}
