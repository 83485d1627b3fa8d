/// What happens to the text of a request on its way, or is done to it by somebody who wants two readers to disagree.
package enum HTTPMutation {
    /// What parsers of HTTP stumble over.
    private static let pieces = [
        "\r\n", "\r\n", "\n", "\r", "\r\n\r\n", "\0", " ", "\t", "\u{B}", ":", ",", ";", "\"", "=", "/", "//", "\\",
        "?", "&",
        "+", "#", "@", "[::1]", "%", "%2", "%zz", "%00", "%2e%2e", "%2E%2e/", "..", "../", "/..", "/./", ".", "%2f",
        "%5c",
        "%252e", "%c0%ae", "%e0%80%af", "%ff", "é", "\u{FEFF}", "0", "-1", "+5", "0x5", "1e3", "00000000000000005",
        "5, 5",
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "ffffffffffffffff", "fffffffffffffff",
        "HTTP/1.0", "HTTP/1.9", "HTTP/2.0", "http/1.1", "HTTP/1.1", "GET ", "POST ", "HEAD ", "OPTIONS * ", "CONNECT ",
        "Host: a\r\n", "Host:\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "content-length : 5\r\n",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding:\u{B}chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding\r\n : chunked\r\n", " folded\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n",
        "Expect: 100-continue\r\n", "0\r\n\r\n", "5\r\nhello\r\n", "5;a=b\r\nhello\r\n", "5 \r\n", "0\r\nX: y\r\n\r\n",
        "http://a/", "http://a@b/", "bytes=", "bytes=0-", "bytes=-1", "bytes=5-2", "bytes=0-0,2-3", "W/\"", "*", "q=0",
    ].map { Array($0.utf8) }

    /// Changes bytes in up to six places.
    package static func mutate(_ bytes: inout [UInt8], with random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...3, using: &random) { change(&bytes, &random) }
    }

    private static func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let index = Int.random(in: 0...bytes.count, using: &random)
        let range = index..<min(bytes.count, index + Int.random(in: 1...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: bytes.insert(contentsOf: random.pick(pieces), at: index)
        case 2: bytes.replaceSubrange(range, with: random.pick(pieces))
        case 3: bytes = moved(bytes, &random)
        case 4: bytes.insert(contentsOf: random.pick(pieces), at: afterLine(bytes, index))
        default: ByteMutation.mutate(&bytes, with: &random)
        }
    }

    /// The lines with one of them once more, elsewhere.
    private static func moved(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let line = random.pick(lines)
        lines.insert(line, at: Int.random(in: 0...lines.count, using: &random))
        return Array(lines.joined(separator: [0x0A]))
    }

    private static func afterLine(_ bytes: [UInt8], _ index: Int) -> Int {
        bytes[index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    /// How something is cut on its way: lengths of pieces, from single bytes to all at once.
    package static func cuts(of count: Int, with random: inout SeededGenerator) -> [Int] {
        var (left, cuts) = (count, [Int]())
        let most = random.pick([1, 3, 20, 200, max(1, count)])
        while left > 0 {
            // No more than some hundred of them.
            let piece = min(left, max(count / 200, Int.random(in: 1...most, using: &random)))
            cuts.append(piece)
            left -= piece
        }
        return cuts
    }
}
