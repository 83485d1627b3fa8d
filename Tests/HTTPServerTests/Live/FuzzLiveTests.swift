import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

@Suite("A server under random bytes")
struct FuzzLiveTests {
    @Test("every conversation ends, and the server goes on", arguments: 0..<8)
    func random(seed: UInt64) async throws {
        var router = Router()
        router.on(.GET, "/") { _ in HTTPResponse(.ok, .plainText, Array("fine".utf8)) }
        router.on(.POST, "/", bodyLimit: 100) { HTTPResponse(.ok, .plainText, try await $0.body.collect()) }
        try await LiveServer.with({ [router] in try await router.respond(to: $0) }) { (live) async throws in
            var generator = RandomStream.Generator(seed: seed)
            for _ in 0..<25 {
                let client = try await live.connect()
                try await client.stream.send(RandomStream.next(&generator), stall: .far)
                client.stream.finishWriting()
                let text = (try? await client.receiveAll()) ?? ""
                #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 "))
            }
            #expect(try await live.exchange(.get("/")).messageBody == "fine")
        }
    }

    @Test("a request cut at any byte is an end, not a request")
    func truncated() async throws {
        let text = String.post("/", "abc", close: false)
        try await LiveServer.with({ request in
            let body = try await request.body.collect()
            Issue.record("\(body.count) bytes were taken for a whole body")
            return HTTPResponse(.ok)
        }) { (live) async throws in
            for length in 0..<text.utf8.count {
                let client = try await live.connect()
                if length > 0 { try await client.stream.send(Array(text.utf8.prefix(length)), stall: .far) }
                client.stream.finishWriting()
                let answer = try await client.receiveAll()
                #expect(answer.isEmpty || answer.statusCode == 400)
            }
        }
    }
}
