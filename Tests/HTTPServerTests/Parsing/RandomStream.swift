/// Streams of bytes that look like requests now and then, the same ones for the same seed.
enum RandomStream {
    /// xorshift64*: the same numbers for the same seed, for ever.
    struct Generator: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 0x2545_F491_4F6C_DD1D
        }
    }

    private static let words = [
        "GET ", "POST ", "/", "/a/b?c=d", " HTTP/1.1", " HTTP/1.0", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\n\r\n",
        "Host: a", "Content-Length: ", "Transfer-Encoding: chunked", "Expect: 100-continue", "Connection: close", ":",
        " ", "\t", "0", "3", "5", "ff", "abc", "hello", ";", ",", "%2F", "%", "..", "\u{0}", "é", "X: y",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ]

    static func next(_ generator: inout Generator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...16, using: &generator) {
            bytes += Array((words.randomElement(using: &generator) ?? "").utf8)
        }
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[index] = UInt8.random(in: 0...255, using: &generator)
        }
        return bytes
    }
}
