import HTTPMessages
import HTTPServer
import TestSupport
import Testing

/// Bodies in chunks that were changed, against a reader that has all of the bytes at once and no state.
///
/// `FuzzRun` says how to let it run for long.
@Suite("The decoder of chunks", .ends) struct ChunkFuzzTests {
    private static let head = Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)

    @Test("takes what the grammar says and no more, and gives back what was put into chunks")
    func chunks() throws {
        for (name, bytes) in try Corpus.inputs("http-chunks") { check(bytes, name, pieces: [2, 3, 5]) }
        try FuzzRun("http-chunks", 3000).each { random in
            var bytes = Self.encode(&random).bytes
            HTTPMutation.mutate(&bytes, with: &random)
            return bytes
        } try: { input, number in
            var random = FuzzRun.generator(number)
            check(input, "\(number)", pieces: HTTPMutation.cuts(of: input.count + Self.head.count, with: &random))
            let (body, bytes) = Self.encode(&random)
            let read = ParsedStream(Self.head + bytes, pieces: [Int.random(in: 1...40, using: &random)])
            #expect(read.requests.first?.body == body && read.requests.first?.isWhole == true, "\(number): \(bytes)")
        }
    }

    private func check(_ input: [UInt8], _ what: String, pieces: [Int]) {
        let bytes = Self.head + input
        let whole = ParsedStream(bytes)
        #expect(ParsedStream(bytes, pieces: [1]) == whole && ParsedStream(bytes, pieces: pieces) == whole, "\(what)")
        let isRefused = whole.requests.count == 1 && whole.requests[0].isWhole == false && whole.error != nil
        switch PlainChunks.read(input) {
        case .body(let body):
            #expect(whole.requests.first?.body == body && whole.requests.first?.isWhole == true, "\(what)")
        case .refused: #expect(isRefused, "\(what): \(String(decoding: input, as: UTF8.self).debugDescription)")
        case .unfinished: #expect(!isRefused && whole.requests.first?.isWhole == false, "\(what)")
        }
    }

    /// A body and how it is written in chunks, with whatever the grammar leaves free.
    private static func encode(_ random: inout SeededGenerator) -> (body: [UInt8], bytes: [UInt8]) {
        var (body, bytes) = ([UInt8](), [UInt8]())
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let piece = random.bytes(random.pick([1, 2, 15, 16, 17, 300]))
            let size = String(piece.count, radix: 16, uppercase: random.once(in: 2))
            let noughts = String(repeating: "0", count: random.pick([0, 0, 0, 3, 12]))
            let more = random.pick(["", "", "", ";a", ";a=b", " ; a=\"b;c\"", ";"])
            bytes += Array("\(noughts)\(size)\(more)\r\n".utf8) + piece + [0x0D, 0x0A]
            body += piece
        }
        return (
            body,
            bytes + Array(random.pick(["0\r\n\r\n", "000\r\n\r\n", "0;x\r\n\r\n", "0\r\nA: b\r\nC:\r\n\r\n"]).utf8)
        )
    }
}

/// RFC 9112 §7.1 read as plainly as it can be: no pieces, no state.
private enum PlainChunks {
    enum Outcome {
        case body([UInt8])
        case refused
        case unfinished
    }

    static func read(_ bytes: [UInt8]) -> Outcome {
        let limits = HTTPLimits()
        var (rest, body, extensions) = (bytes[...], [UInt8](), 0)
        while true {
            guard let end = rest.firstIndex(of: 0x0A) else {
                return rest.count > limits.chunkLineBytes ? .refused : .unfinished
            }
            let line = rest[..<end]
            guard line.count < limits.chunkLineBytes, let (size, more) = size(line) else { return .refused }
            extensions += more
            guard extensions <= limits.chunkExtensionBytes else { return .refused }
            rest = rest[(end + 1)...]
            if size == 0 { return trailers(rest, limits).map { $0 ? .body(body) : .unfinished } ?? .refused }
            body += rest.prefix(size)
            guard rest.count > size else { return .unfinished }
            rest = rest.dropFirst(size)
            guard rest.first == 0x0D else { return .refused }
            guard rest.count > 1 else { return .unfinished }
            guard rest.dropFirst().first == 0x0A else { return .refused }
            rest = rest.dropFirst(2)
        }
    }

    /// The size and the bytes behind it; `nil` where there is none.
    private static func size(_ line: ArraySlice<UInt8>) -> (Int, Int)? {
        guard line.last == 0x0D else { return nil }
        let text = line.dropLast()
        let digits = text.prefix { $0.hexDigitValue != nil }
        let rest = text.dropFirst(digits.count)
        guard digits.count <= 15, let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
        let isExtension = rest.drop { $0 == 0x20 || $0 == 0x09 }.first == UInt8(ascii: ";")
        guard rest.isEmpty || (isExtension && rest.allSatisfy(\.isFieldValueCharacter)) else { return nil }
        return (size, rest.count)
    }

    /// Whether the trailers end; `nil` where they are none.
    private static func trailers(_ bytes: ArraySlice<UInt8>, _ limits: HTTPLimits) -> Bool? {
        var (rest, count) = (bytes, 0)
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[..<end]
            guard bytes.startIndex.distance(to: end) < limits.headBytes, line.last == 0x0D else { return nil }
            if line.count == 1 { return true }
            count += 1
            guard count <= limits.fieldCount, isField(line.dropLast()) else { return nil }
            rest = rest[(end + 1)...]
        }
        return bytes.count > limits.headBytes ? nil : false
    }

    private static func isField(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy(\.isTokenCharacter) && line[colon...].allSatisfy(\.isFieldValueCharacter)
    }
}
