import Crypto
import HTTPClient
import HTTPMessages
import HTTPServer
import JSON
import Posix
import TestSupport
import Testing

@testable import Npm

@Suite("A storage that is filled as it is asked", .temporaryDirectory, .ends)
struct PullThroughTests {
    private let ms: PackageName

    init() throws { ms = try PackageName("ms") }

    @Test("a packument is stored as Verdaccio stores it")
    func layout() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            var package = TestPackage("@a/b", "1.0.0")
            package.etag = "\"1\""
            upstream.publish(package, at: url)
            let storage = try FilledStorage(url)
            #expect(try await storage.pull.revalidate(PackageName("@a/b")) == .fresh)
            #expect(upstream.requests == ["/@a%2fb"] && upstream.lastFields[.accept] == "application/json")
            let text = String(decoding: try storage.bytes("@a/b/package.json"), as: UTF8.self)
            let sha1 = SHA1.hash(Array("1.0.0".utf8)).hex
            #expect(
                text.hasPrefix(
                    "{\n\t\"name\": \"@a/b\",\n\t\"versions\": {\n\t\t\"1.0.0\": {\n\t\t\t\"name\": \"@a/b\",\n"
                )
            )
            #expect(
                text.contains(
                    "\"users\": {},\n\t\"dist-tags\": {\n\t\t\"latest\": \"1.0.0\"\n\t},\n\t\"_uplinks\": {\n\t\t\"upstream\": "
                        + "{\n\t\t\t\"etag\": \"\\\"1\\\"\",\n\t\t\t\"fetched\": 1800000000000\n\t\t}\n\t},\n\t\"_distfiles\": {\n"
                        + "\t\t\"b-1.0.0.tgz\": {\n\t\t\t\"url\": \"\(url)/@a/b/-/b-1.0.0.tgz\",\n\t\t\t\"sha\": \"\(sha1)\",\n"
                        + "\t\t\t\"registry\": \"upstream\"\n\t\t}\n\t},\n\t\"_attachments\": {},\n\t\"_rev\": \"1-"
                )
            )
            #expect(text.hasSuffix("\",\n\t\"_id\": \"@a/b\",\n\t\"readme\": \"\"\n}"))
            #expect(try storage.names(in: "@a/b") == ["package.json"])
        }
    }

    @Test("what is the same upstream is asked for by its tag, and not written again")
    func unchanged() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            var package = TestPackage("ms", "1.0.0")
            package.etag = "\"1\""
            upstream.publish(package, at: url)
            let storage = try FilledStorage(url)
            #expect(try await storage.pull.revalidate(ms) == .fresh)
            let first = try storage.bytes("ms/package.json")
            storage.advance(by: .seconds(119))
            #expect(try await storage.pull.revalidate(ms) == .fresh)
            #expect(upstream.requests.count == 1)
            storage.advance(by: .seconds(2))
            #expect(try await storage.pull.revalidate(ms) == .fresh)
            #expect(upstream.requests.count == 2 && upstream.lastFields[.ifNoneMatch] == "\"1\"")
            #expect(try storage.bytes("ms/package.json") == first)
        }
    }

    @Test("what changed upstream arrives: versions, tags and deprecations")
    func changed() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0", "2.0.0"), at: url)
            let storage = try FilledStorage(url)
            _ = try await storage.pull.revalidate(ms)
            _ = try await storage.pull.supply(storage.wanted("ms", "1.0.0"), of: ms)
            storage.advance(by: .seconds(300))
            var later = TestPackage("ms", "1.0.1", "3.0.0", latest: "1.0.1")
            later.deprecated = ["3.0.0"]
            upstream.publish(later, at: url)
            #expect(try await storage.pull.revalidate(ms) == .fresh)
            let packument = try #require(try storage.packument("ms"))
            // 1.0.0 is gone upstream, but its tarball is here; 2.0.0 is gone altogether.
            #expect(packument.versions.map(\.version) == ["1.0.1", "3.0.0", "1.0.0"])
            #expect(packument.tag("latest") == "1.0.1" && packument.version("3.0.0")?.isDeprecated == true)
            #expect(packument.attachments.map(\.file) == ["ms-1.0.0.tgz"])
            #expect(packument.revision?.hasPrefix("3-") == true)
            #expect(VersionsHere(packument, having: ["1.0.0", "3.0.0"]).withdrawn == ["1.0.0"])
            // Given back, it is as any other.
            storage.advance(by: .seconds(300))
            upstream.publish(TestPackage("ms", "1.0.0"), at: url)
            #expect(try await storage.pull.revalidate(ms) == .fresh)
            let again = try #require(try storage.packument("ms"))
            #expect(VersionsHere(again, having: ["1.0.0"]).withdrawn == [])
        }
    }

    @Test("a tarball is checked, named and noted, and fetched once")
    func tarball() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0"), at: url)
            let storage = try FilledStorage(url)
            _ = try await storage.pull.revalidate(ms)
            let wanted = try storage.wanted("ms", "1.0.0")
            #expect(try await storage.pull.supply(wanted, of: ms) == SuppliedTarball(size: 5, source: wanted.address))
            #expect(try storage.bytes("ms/ms-1.0.0.tgz") == Array("1.0.0".utf8))
            let noted = try #require(try storage.packument("ms")).attachments
            #expect(noted == [Attachment(file: "ms-1.0.0.tgz", shasum: SHA1.hash(Array("1.0.0".utf8)).hex)])
            #expect(try await storage.pull.supply(wanted, of: ms).source == "the storage")
            #expect(upstream.requests.count == 2)
            #expect(try storage.names(in: "ms") == ["ms-1.0.0.tgz", "package.json"])
        }
    }

    @Test("many who ask at once cause one request for each package and each file")
    func coalescing() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0", "1.0.1", "1.0.2"), at: url)
            let storage = try FilledStorage(url)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<60 {
                    let file = try TarballFileName("ms-1.0.\(number % 3).tgz")
                    tasks.addTask { () async throws in
                        let staleness = try await storage.pull.freshen(ms)
                        let isThere = try await storage.pull.bring(file, of: ms)
                        #expect(staleness == nil && isThere)
                    }
                }
                try await tasks.waitForAll()
            }
            let expected = ["/ms", "/ms/-/ms-1.0.0.tgz", "/ms/-/ms-1.0.1.tgz", "/ms/-/ms-1.0.2.tgz"]
            #expect(upstream.requests.sorted() == expected)
            let noted = try #require(try storage.packument("ms")).attachments.map(\.file).sorted()
            #expect(noted == ["ms-1.0.0.tgz", "ms-1.0.1.tgz", "ms-1.0.2.tgz"])
        }
    }

    @Test("a file that is not what its version states is refused, and nothing of it stays")
    func wrongDigest() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0"), at: url)
            upstream.answer("/ms/-/ms-1.0.0.tgz", HTTPResponse(.ok, .octetStream, Array("other".utf8)))
            let storage = try FilledStorage(url)
            _ = try await storage.pull.revalidate(ms)
            let error = try await #require(throws: SupplyError.self) {
                try await storage.pull.supply(storage.wanted("ms", "1.0.0"), of: ms)
            }
            #expect(error.code == .wrong && error.subject == "ms/ms-1.0.0.tgz")
            #expect(error.cause == "is not the file that its version states: its digest is another one")
            #expect(try storage.names(in: "ms") == ["package.json"])
        }
    }

    @Test(
        "what is no packument of the package is named and changes nothing",
        arguments: [
            ("<!DOCTYPE html><p>Sign in", "text/html", "was answered with a page (text/html) in place of a packument"),
            ("{\"name\":\"other\",\"versions\":{\"1.0.0\":{}}}", "application/json", "it names \"other\""),
            ("{\"name\":\"ms\",\"versions\":", "application/json", "was answered with no packument"),
            ("{}", "application/json", "was answered with a packument without a version"),
            ("[]", "application/json", "was answered with no packument"),
            ("", "application/json", "was answered with no packument"),
        ]
    )
    func lies(body: String, type: String, cause: String) async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0"), at: url)
            let storage = try FilledStorage(url)
            _ = try await storage.pull.revalidate(ms)
            let before = try storage.bytes("ms/package.json")
            upstream.answer("/ms", HTTPResponse(.ok, fields: [.contentType: type], body: .bytes(Array(body.utf8))))
            storage.advance(by: .seconds(300))
            let error = try await #require(throws: SupplyError.self) { try await storage.pull.revalidate(ms) }
            #expect(error.code == .wrong && error.cause.contains(cause), "\(error)")
            #expect(try storage.bytes("ms/package.json") == before)
        }
    }

    @Test("what is not upstream is said to be so", arguments: [404, 410])
    func absent(status: Int) async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.answer("/ms", HTTPResponse(HTTPStatus(status), .json, Array("{}".utf8)))
            let storage = try FilledStorage(url)
            guard case .absent(let error) = try await storage.pull.revalidate(ms) else {
                Issue.record("it is not there")
                return
            }
            #expect(error.code == .gone && error.cause.contains("\(status)"))
            await #expect(throws: SupplyError.self) { try await storage.pull.freshen(ms) }
        }
    }

    @Test(
        "while upstream is away, what is stored is served and said to be stale, and after a while nobody waits for it"
    )
    func stale() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0"), at: url)
            let storage = try FilledStorage(url)
            #expect(try await storage.pull.freshen(ms) == nil)
            upstream.answer("/ms", HTTPResponse(.serviceUnavailable))
            storage.advance(by: .seconds(300))
            #expect(try await storage.pull.freshen(ms)?.contains("503") == true)
            upstream.publish(TestPackage("ms", "1.0.0", "1.0.1"), at: url)
            #expect(try await storage.pull.freshen(ms) == nil)
            #expect(try storage.packument("ms")?.tag("latest") == "1.0.1")
        }
        let away = try FilledStorage("http://127.0.0.1:1")
        for _ in 0..<2 { #expect(try await away.pull.freshen(ms)?.contains("nobody answers") == true) }
        #expect(try await away.pull.freshen(ms)?.contains("next try in 30 s") == true)
        await #expect(throws: SupplyError.self) { try await away.pull.freshen(PackageName("other")) }
        away.advance(by: .seconds(31))
        #expect(try await away.pull.freshen(ms)?.contains("nobody answers") == true)
    }

    @Test("a packument that another writes is left alone, and its lock too")
    func locked() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            upstream.publish(TestPackage("ms", "1.0.0"), at: url)
            let storage = try FilledStorage(url)
            try storage.root.makeDirectories(RelativePath("ms"))
            try storage.root.create(RelativePath("ms/package.json.lock")).close()
            let error = try await #require(throws: SupplyError.self) { try await storage.pull.revalidate(ms) }
            #expect(error.code == .unsaved && error.cause.contains("package.json.lock"))
            #expect(try storage.names(in: "ms") == ["package.json.lock"])
        }
    }

    @Test("who asks is said to the upstream alone, not to whoever else has its tarballs")
    func credentials() async throws {
        try await LoopbackUpstream.with { (other, elsewhere) async throws in
            try await LoopbackUpstream.with { (upstream, url) async throws in
                let package = TestPackage("ms", "1.0.0")
                upstream.answer("/npm/ms", package.response(at: elsewhere))
                other.publish(package, at: elsewhere)
                let storage = try FilledStorage("\(url)/npm", credentials: .bearer("s3cret"))
                _ = try await storage.pull.revalidate(ms)
                #expect(upstream.lastFields[HTTPFieldName("Authorization")] == "Bearer s3cret")
                _ = try await storage.pull.supply(storage.wanted("ms", "1.0.0"), of: ms)
                #expect(other.requests == ["/ms/-/ms-1.0.0.tgz"])
                #expect(other.lastFields[HTTPFieldName("Authorization")] == nil)
            }
        }
    }

    @Test("what lies at the public registry is asked of the upstream that stands for it")
    func publicAddresses() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let package = TestPackage("ms", "1.0.0")
            upstream.publish(package, at: url)
            upstream.answer("/ms", package.response(at: "https://registry.npmjs.org"))
            let storage = try FilledStorage(url)
            #expect(try await storage.pull.bring(TarballFileName("ms-1.0.0.tgz"), of: ms))
            #expect(try await !storage.pull.bring(TarballFileName("ms-9.9.9.tgz"), of: ms))
            #expect(try storage.names(in: "ms") == ["ms-1.0.0.tgz", "package.json"])
        }
    }
}
