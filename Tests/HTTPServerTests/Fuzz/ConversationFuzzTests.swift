import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

/// Whole conversations with a server on a socket, against what the parser alone makes of the same bytes.
///
/// `FuzzRun` says how to let it run for long.
@Suite("A conversation", .ends) struct ConversationFuzzTests {
    /// What a server has to answer to some bytes.
    private struct Expectation {
        var statuses: [Int] = []
        /// Whether it then ends the connection itself.
        var isOver = false

        init(_ bytes: [UInt8], _ limits: HTTPLimits) { read(ParsedStream(bytes, limits: limits), limits) }

        private mutating func read(_ parsed: ParsedStream, _ limits: HTTPLimits) {
            for request in parsed.requests {
                if case .length(let count) = request.head.framing, count > limits.bodyBytes { return end(413) }
                guard request.isWhole else { break }
                statuses.append(200)
                isOver = !request.head.keepsAlive
                guard !isOver else { return }
            }
            if let error = parsed.error { end(error.status.code) }
        }

        private mutating func end(_ status: Int) {
            statuses.append(status)
            isOver = true
        }
    }

    @Test("has one answer for each request, none without one, and after a refusal its end; and the next one goes well")
    func conversations() async throws {
        try await LiveServer.with({ request in
            HTTPResponse(.ok, .plainText, Array("\(try await request.body.collect().count)\n".utf8))
        }) { (live) async throws in
            for (name, bytes) in try Corpus.inputs("http-request") { try await check(bytes, name, [3, 7], live) }
            try await FuzzRun("http-conversation", 150).each { random in
                var bytes: [UInt8] = []
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    bytes += Array(random.pick(RequestSeeds.all).utf8)
                }
                HTTPMutation.mutate(&bytes, with: &random)
                return bytes
            } try: { input, number in
                var random = FuzzRun.generator(number)
                try await check(input, "\(number)", HTTPMutation.cuts(of: input.count, with: &random), live)
                if number % 10 == 0 {
                    #expect(try await live.exchange(.get("/")).messageBody == "0\n", "after \(number)")
                }
            }
        }
    }

    private func check(_ input: [UInt8], _ what: String, _ pieces: [Int], _ live: LiveServer) async throws {
        let expected = Expectation(input, .patient)
        let client = try await live.connect()
        defer { client.stream.close() }
        var isWhole = await send(input, pieces, over: client)
        var text = ""
        while expected.isOver || Self.statuses(text).count < expected.statuses.count {
            let bytes = try? await client.receive()
            isWhole = isWhole && bytes != nil
            guard let bytes, !bytes.isEmpty else { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        client.stream.finishWriting()
        if !expected.isOver { text += (try? await client.receiveAll()) ?? "" }
        let found = Self.statuses(text)
        // Who leaves in the middle of a request may be told so; who goes on after asking for the end may hear no more.
        let isCutShort = !expected.isOver && found == expected.statuses + [400]
        let isTooLate = !isWhole && expected.statuses.last == 200 && expected.statuses.starts(with: found)
        let shown = String(decoding: input, as: UTF8.self).debugDescription
        #expect(found == expected.statuses || isCutShort || isTooLate, "\(what): \(expected.statuses): \(shown)")
        let isFit = text.isEmpty || text.hasPrefix("HTTP/1.1 ")
        #expect(isFit && found.dropLast().allSatisfy { $0 < 400 }, "\(what)")
    }

    /// Whether all of it could be sent.
    private func send(_ input: [UInt8], _ pieces: [Int], over client: RawClient) async -> Bool {
        var rest = input[...]
        for size in pieces + [input.count] where !rest.isEmpty {
            guard (try? await client.stream.send(Array(rest.prefix(size)), stall: .far)) != nil else { return false }
            rest = rest.dropFirst(size)
        }
        return true
    }

    /// The statuses of the answers, without the one that says to go on.
    private static func statuses(_ text: String) -> [Int] {
        text.components(of: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }.filter { $0 >= 200 }
    }
}
