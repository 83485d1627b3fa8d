import HTTPClient
import Posix
import Synchronization
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("An upstream that does not answer")
struct UpstreamBreakerTests {
    @Test("is left alone after some failures in a row, then probed by one")
    func probing() {
        let clock = ManualClock()
        let breaker = UpstreamBreaker(threshold: 3, pause: .seconds(30)) { clock.now.elapsed }
        for _ in 0..<2 { breaker.failed() }
        breaker.succeeded()
        for _ in 0..<2 { breaker.failed() }
        #expect(breaker.refusal() == nil)
        breaker.failed()
        #expect(breaker.refusal() == .seconds(30))
        clock.advance(by: .seconds(30))
        #expect(breaker.refusal() == nil)
        #expect(breaker.refusal() == .seconds(30))
        breaker.succeeded()
        #expect(breaker.refusal() == nil)
    }
}

@Suite("Secrets", .temporaryDirectory)
struct SecretPlaceTests {
    @Test(
        "lie in a variable or a file, never in the configuration",
        arguments: [
            ("env:NPM_TOKEN", true), ("file:/run/secrets/npm", true), ("env:", false), ("env:A B", false),
            ("file:secrets", false), ("file:", false), ("s3cret", false), ("", false), ("ENV:A", false),
        ]
    )
    func forms(text: String, isPlace: Bool) {
        #expect(SecretPlace(text)?.description == (isPlace ? text : nil))
    }

    @Test("are the first line, and what is not there is said")
    func reading() throws {
        let environment = ["A": " token \nmore"]
        #expect(try SecretPlace("env:A")?.read(environment: environment) == "token")
        #expect(throws: SecretPlace.Unreadable.self) { try SecretPlace("env:B")?.read(environment: environment) }
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try AtomicFile.write(Array("u:p\n".utf8), to: RelativePath("secret"), in: folder)
        #expect(try SecretPlace("file:\(TemporaryDirectory.current)/secret")?.read(environment: [:]) == "u:p")
        #expect(throws: SystemError.self) {
            try SecretPlace("file:\(TemporaryDirectory.current)/other")?.read(environment: [:])
        }
    }

    @Test("are a user and a password, or a token")
    func kinds() {
        #expect(Credentials(secret: "u:p:q") == .basic(user: "u", password: "p:q"))
        #expect(Credentials(secret: "abc") == .bearer("abc"))
        #expect(Credentials(secret: "Bearer a:b") == .bearer("a:b"))
        #expect(Credentials(secret: "basic dTpw") == .basic(user: "u", password: "p"))
        #expect(Credentials(secret: "") == nil)
    }
}
