import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import App

@Suite("The npm registry", .temporaryDirectory)
struct NpmRouteTests {
    private let abbreviated = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*"

    @Test("a packument comes whole or abbreviated, its tarballs at the address that was asked")
    func packuments() async throws {
        try await Station.with { station in
            let host: HTTPFields = [.host: "127.0.0.1:8470", HTTPFieldName("X-Forwarded-Host"): "evil.example"]
            let full = try await station.get("/npm/a", host)
            #expect(full.fields[.contentType] == "application/json; charset=utf-8")
            let dist = full.json["versions"]?["1.0.0"]?["dist"]
            #expect(dist?["tarball"] == "http://127.0.0.1:8470/npm/a/-/a-1.0.0.tgz")
            let short = try await station.get("/npm/a", [.accept: abbreviated, .host: "localhost"])
            #expect(short.fields[.contentType]?.hasPrefix("application/vnd.npm.install-v1+json") == true)
            #expect(short.fields[.vary] == "Accept")
            #expect(short.json["versions"]?["1.1.0"]?["description"] == nil)
            let browser = try await station.get("/npm/a", [.accept: "text/html"])
            #expect(browser.fields[.contentType] == "application/json; charset=utf-8")
        }
    }

    @Test(
        "behind a proxy that is known, tarballs have the scheme by which the client came",
        arguments: [
            ("127.0.0.1", "X-Forwarded-Proto", "https", "https"), ("::1", "X-Forwarded-Proto", "HTTPS", "https"),
            ("192.0.2.7", "X-Forwarded-Proto", "https", "https"), ("192.0.2.8", "X-Forwarded-Proto", "https", "http"),
            ("127.0.0.1", "X-Forwarded-Proto", "http, https", "https"),
            ("127.0.0.1", "X-Forwarded-Proto", "https, http", "http"),
            ("127.0.0.1", "X-Forwarded-Proto", "javascript", "http"),
            ("127.0.0.1", "Forwarded", "for=192.0.2.1; Proto=\"https\";host=x", "https"),
            ("127.0.0.1", "Forwarded", "proto=https, for=10.0.0.1", "http"),
            ("192.0.2.8", "Forwarded", "proto=https", "http"),
        ]
    )
    func proxies(peer: String, field: String, value: String, scheme: String) async throws {
        let name = try #require(HTTPFieldName(validating: field))
        try await Station.with(settings: "proxies: [127.0.0.1, '::1', 192.0.2.7]") { station in
            let answer = try await station.get("/npm/a", [.host: "packferry.example:8443", name: value], from: peer)
            let tarball = answer.json["versions"]?["1.0.0"]?["dist"]?["tarball"]?.stringValue
            #expect(tarball == "\(scheme)://packferry.example:8443/npm/a/-/a-1.0.0.tgz")
        }
    }

    @Test("tarballs are at the public address where one is set, and its host is one of this server's")
    func publicAddress() async throws {
        try await Station.with(settings: "public_url: https://packages.plant:8443/mirror/") { station in
            for host in ["packages.plant:8443", "packages.plant", "127.0.0.1:8470"] {
                let fields: HTTPFields = [.host: host, .xForwardedProto: "http"]
                for (path, address) in [("/npm/a", "npm"), ("/registries/npm/a", "registries/npm")] {
                    let answer = try await station.get(path, fields, from: "127.0.0.1")
                    let tarball = answer.json["versions"]?["1.0.0"]?["dist"]?["tarball"]?.stringValue
                    #expect(tarball == "https://packages.plant:8443/mirror/\(address)/a/-/a-1.0.0.tgz")
                }
            }
            #expect(try await station.get("/npm/a", [.host: "mirror.plant"]).status == .misdirectedRequest)
        }
    }

    @Test("what a client has already is not sent again")
    func conditions() async throws {
        try await Station.with { station in
            let tag = try #require(await station.get("/npm/a").fields[.etag])
            let again = try await station.get("/npm/a", [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            #expect(again.fields[.etag] == tag)
            #expect(again.bytes.isEmpty)
            #expect(try await station.send(.HEAD, "/npm/a").status == .ok)
        }
    }

    @Test(
        "tarballs are found by every path that clients use",
        arguments: [
            ("/npm/a/-/a-1.0.0.tgz", "a@1.0.0\n"), ("/registries/npm/a/-/a-1.0.0.tgz", "a@1.0.0\n"),
            ("/npm/@s/b/-/b-2.0.0.tgz", "@s/b@2.0.0\n"), ("/npm/@s%2fb/-/b-2.0.0.tgz", "@s/b@2.0.0\n"),
            ("/npm/@s/b/-/@s/b-2.0.0.tgz", "@s/b@2.0.0\n"), ("/npm/npm/a/-/a-1.0.0.tgz", "a@1.0.0\n"),
            ("/npm/registries/x/a/-/a-1.0.0.tgz", "a@1.0.0\n"), ("/registries/npm/npm/a/-/a-1.0.0.tgz", "a@1.0.0\n"),
            ("/registries/npm/registries/y/@s/b/-/b-2.0.0.tgz", "@s/b@2.0.0\n"),
        ]
    )
    func tarballs(path: String, content: String) async throws {
        try await Station.with { station in
            let answer = try await station.get(path)
            #expect(answer.status == .ok)
            #expect(answer.text == content)
            let part = try await station.get(path, [.range: "bytes=2-"])
            #expect(part.text == String(content.dropFirst(2)))
        }
    }

    @Test(
        "what is not there, or would change something, is refused in npm's way",
        arguments: [
            (HTTPMethod.GET, "/npm/zzz", 404), (.GET, "/npm/a/-/zzz.tgz", 404), (.GET, "/npm/.packferry", 404),
            (.GET, "/npm/npm/a", 404), (.GET, "/registries/x/a", 404), (.PUT, "/npm/a", 405),
            (.POST, "/npm/-/npm/v1/security/audits/quick", 404), (.POST, "/npm/-/npm/v1/security/advisories/bulk", 404),
            (.PUT, "/npm/-/user/org.couchdb.user:x", 404), (.DELETE, "/npm/a/-/a-1.0.0.tgz", 405),
        ]
    )
    func refused(method: HTTPMethod, path: String, status: Int) async throws {
        try await Station.with { station in
            let answer = try await station.send(method, path)
            #expect(answer.status.code == status)
            #expect(answer.json["error"]?.stringValue?.isEmpty == false)
            #expect(answer.json.objectValue?.count == 1)
            #expect(answer.fields[.requestID] != nil)
        }
    }

    @Test("what may be done is said alike to whoever asks and to whoever does something else")
    func allowed() async throws {
        try await Station.with { station in
            for path in ["/npm/a", "/registries/npm/a"] {
                for method in [HTTPMethod.PUT, .POST, .DELETE, .PATCH, HTTPMethod("FOO"), .OPTIONS] {
                    let answer = try await station.send(method, path)
                    #expect(answer.fields[.allow] == "GET, HEAD, OPTIONS", "\(method) \(path)")
                }
            }
        }
    }

    @Test("ping, and a search over what was collected")
    func lists() async throws {
        try await Station.with { station in
            try await station.collect()
            #expect(try await station.get("/npm/-/ping").text == "{}")
            let found = try await station.get("/npm/-/v1/search?text=b&size=5&from=0")
            #expect(found.json["total"] == 1)
            #expect(found.json["objects"]?.arrayValue?.first?["package"]?["name"] == "@s/b")
        }
    }

    @Test("a packument that cannot be read is an error of this side")
    func damaged() async throws {
        try await Station.with { station in
            try SampleStorage.write("{", "package.json", in: "\(TemporaryDirectory.current)/npm/a")
            let answer = try await station.get("/npm/a")
            #expect(answer.status == .internalServerError)
            #expect(answer.json["error"]?.stringValue?.contains("packument of a") == true)
        }
    }
}
