import HTTPMessages
import HTTPServer
import JSON
import Logging
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
            ("127.0.0.1", "Forwarded", "for=192.0.2.1; Proto=\"https\"", "https"),
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

    @Test(
        "behind a proxy that is known, tarballs are where it says that the client came in",
        arguments: [
            (["Host": "npm.plant"], "http://npm.plant"),
            (["Host": "npm.plant:81", "Prefix": "/mirror"], "http://npm.plant:81/mirror"),
            (["Host": "npm.plant", "Proto": "https", "Port": "8443"], "https://npm.plant:8443"),
            (["Host": "npm.plant", "Proto": "https", "Port": "443"], "https://npm.plant"),
            (["Host": "inner.plant, npm.plant", "Prefix": "a/b/"], "http://npm.plant/a/b"),
            (["Host": "evil plant/x"], "http://127.0.0.1:8470"), (["Prefix": "/../x"], "http://127.0.0.1:8470"),
            (["Prefix": "/\"x"], "http://127.0.0.1:8470"), (["Host": ""], "http://127.0.0.1:8470"),
        ]
    )
    func outside(said: [String: String], base: String) async throws {
        var fields: HTTPFields = [.host: "127.0.0.1:8470"]
        for (name, value) in said { fields[try #require(HTTPFieldName(validating: "X-Forwarded-\(name)"))] = value }
        try await Station.with { [fields] station in
            for (peer, base) in [("127.0.0.1", base), ("192.0.2.8", "http://127.0.0.1:8470")] {
                let answer = try await station.get("/npm/a/1.0.0", fields, from: peer)
                #expect(answer.json["dist"]?["tarball"]?.stringValue == "\(base)/npm/a/-/a-1.0.0.tgz")
            }
            let standard: HTTPFields = [
                .host: "127.0.0.1:8470", .forwarded: "for=10.0.0.1;host=\"npm.plant:8443\";proto=https",
            ]
            let answer = try await station.get("/npm/a/1.0.0", standard, from: "127.0.0.1")
            #expect(answer.json["dist"]?["tarball"] == "https://npm.plant:8443/npm/a/-/a-1.0.0.tgz")
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
            ("/npm/registries/x/a/-/a-1.0.0.tgz", "a@1.0.0\n"), ("//npm//a//-//a-1.0.0.tgz", "a@1.0.0\n"),
            ("/npm/artifactory/api/npm/npm-remote/a/-/a-1.0.0.tgz", "a@1.0.0\n"),
            ("/repository/npm-group/@s/b/-/b-2.0.0.tgz", "@s/b@2.0.0\n"), ("/a/-/a-1.0.0.tgz", "a@1.0.0\n"),
            ("/@s/b/-/b-2.0.0.tgz", "@s/b@2.0.0\n"), ("/@s%2fb/-/b-2.0.0.tgz", "@s/b@2.0.0\n"),
            ("/-path/a/-/a-1.0.0.tgz", "a@1.0.0\n"), ("/packages/a/-/a-1.0.0.tgz", "a@1.0.0\n"),
            ("/registries/npm/nexus/@s/b/-/b-2.0.0.tgz?x=1", "@s/b@2.0.0\n"),
            ("/registries/npm/npm/a/-/a-1.0.0.tgz", "a@1.0.0\n"),
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
            (HTTPMethod.GET, "/npm/zzz", 404, "no such package"), (.GET, "/npm/a/-/zzz.tgz", 404, "no such file"),
            (.GET, "/npm/.packferry", 404, "nothing at"), (.GET, "/npm/npm/a", 404, "no such package"),
            (.GET, "/registries/x/a", 404, "no registry x"), (.GET, "/registries", 404, "/registries/npm/"),
            (.GET, "/registries//", 404, "/registries/npm/"), (.GET, "/npm/a/9.9.9", 404, "version not found: a@9.9.9"),
            (.GET, "/npm/a/nightly", 404, "version not found"), (.GET, "/npm/zzz/latest", 404, "no such package"),
            (.GET, "/npm/-/package/zzz/dist-tags", 404, "no such package"), (.GET, "/x/a/-/zzz.tgz", 404, "nothing at"),
            (.GET, "/npm/x/zzz/-/zzz.tgz", 404, "no such file"), (.GET, "/npm/-/whoami", 401, "no accounts"),
            (.GET, "/npm/-/npm/v1/keys", 404, "no keys"), (.GET, "/npm/-/npm/v1/tokens", 401, "no accounts"),
            (.GET, "/npm/-/_view/starredByUser?key=x", 404, "no stars"), (.GET, "/npm/-/nothing", 404, "nothing at"),
            (.PUT, "/npm/a", 405, "read-only"), (.PUT, "/npm/@s%2fb", 405, "read-only"),
            (.PUT, "/npm/new", 405, "read-only"),
            (.PUT, "/npm/-/package/a/dist-tags/next", 405, "read-only"), (.DELETE, "/npm/a/-rev/1-2", 405, "read-only"),
            (.DELETE, "/npm/a/-/a-1.0.0.tgz", 405, "read-only"), (.PUT, "/npm//a", 405, "read-only"),
            (.DELETE, "/npm/a/-/a-1.0.0.tgz/-rev/1", 405, "read-only"), (.POST, "/registries/npm/", 405, "read-only"),
            (.POST, "/npm/-/npm/v1/security/audits/quick", 404, "--no-audit"),
            (.POST, "/npm/-/npm/v1/security/advisories/bulk", 404, "--no-audit"),
            (.PUT, "/npm/-/user/org.couchdb.user:x", 404, "no accounts"),
            (.POST, "/npm/-/v1/login", 404, "no accounts"),
            (.DELETE, "/npm/-/user/token/x", 404, "no accounts"), (.PUT, "/npm/-/org/s/user", 404, "no accounts"),
        ]
    )
    func refused(method: HTTPMethod, path: String, status: Int, sentence: String) async throws {
        try await Station.with { station in
            let answer = try await station.send(method, path)
            #expect(answer.status.code == status)
            #expect(answer.json["error"]?.stringValue?.contains(sentence) == true, "\(answer.text)")
            #expect(answer.json.objectValue?.count == 1)
            #expect(answer.fields[.requestID] != nil)
        }
    }

    @Test(
        "one version comes by itself, chosen as npm chooses",
        arguments: [
            ("/npm/a/1.0.0", "1.0.0"), ("/npm/a/v1.0.0", "1.0.0"), ("/npm/a/latest", "1.1.0"),
            ("/npm/a/%5E1.0.0", "1.1.0"),
            ("/npm/a/^1.0.0/", "1.1.0"), ("/npm/a/1.2.0", "1.2.0"), ("/npm/@s/b/2.0.0", "2.0.0"),
            ("/npm/@s%2fb/latest", "2.0.0"),
            ("/npm/%40s%2Fb/*", "2.0.0"), ("/registries/npm/@s%2Fb/2", "2.0.0"), ("//npm//a//1.0.0//", "1.0.0"),
        ]
    )
    func versions(path: String, version: String) async throws {
        try await Station.with { station in
            let answer = try await station.get(path, [.host: "localhost"])
            #expect(answer.status == .ok && answer.json["version"]?.stringValue == version)
            #expect(answer.json["dist"]?["tarball"]?.stringValue?.hasPrefix("http://localhost/") == true)
            #expect(answer.json["dist"]?["tarball"]?.stringValue?.hasSuffix("-\(version).tgz") == true)
            #expect(answer.json["dist"]?["shasum"]?.stringValue?.count == 40)
            let tag = try #require(answer.fields[.etag])
            let again = try await station.get(path, [.host: "localhost", .ifNoneMatch: tag])
            #expect(again.status == .notModified)
            #expect(try await station.send(.HEAD, path).status == .ok)
        }
    }

    @Test(
        "a package is found however its path is written",
        arguments: [
            ("/npm/a/", "a"), ("/npm//a", "a"), ("//npm/a", "a"), ("/npm/@s/b", "@s/b"), ("/npm/@s%2fb", "@s/b"),
            ("/npm/@s%2Fb/", "@s/b"), ("/npm/%40s%2fb", "@s/b"), ("/npm/%40s/b", "@s/b"), ("/npm/@s//b", "@s/b"),
            ("/registries/npm//@s/b", "@s/b"), ("/registries//npm/a?write=true", "a"),
        ]
    )
    func paths(path: String, name: String) async throws {
        try await Station.with { station in
            let answer = try await station.get(path)
            #expect(answer.status == .ok && answer.json["name"]?.stringValue == name)
        }
    }

    @Test(
        "the short form goes to those who like it best",
        arguments: [
            ("application/vnd.npm.install-v1+json", true), ("Application/VND.npm.install-v1+json; Q=1.0", true),
            ("application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*", true),
            ("application/json, application/vnd.npm.install-v1+json;q=0.5", false),
            ("application/vnd.npm.install-v1+json;q=0, */*", false), ("*/*", false), ("text/html", false),
            ("application/json", false), ("", false),
        ]
    )
    func forms(accept: String, isShort: Bool) async throws {
        try await Station.with { station in
            let answer = try await station.get("/npm/a", [.accept: accept])
            #expect(answer.status == .ok)
            #expect(answer.fields[.contentType]?.hasPrefix("application/vnd.npm.install-v1+json") == isShort)
        }
    }

    @Test("tags come by themselves, and the address of the registry says what it is")
    func tagsAndRoot() async throws {
        try await Station.with { station in
            #expect(try await station.get("/npm/-/package/a/dist-tags").text == #"{"latest":"1.1.0"}"#)
            #expect(try await station.get("/npm/-/package/@s%2fb/dist-tags/").text == #"{"latest":"2.0.0"}"#)
            for path in ["/npm", "/npm/", "//npm//", "/registries/npm", "/registries/npm/"] {
                let answer = try await station.get(path, [.host: "localhost:1"])
                #expect(answer.status == .ok && answer.json["read_only"] == true)
                #expect(answer.json["registry"]?.stringValue?.hasPrefix("http://localhost:1/") == true)
            }
        }
    }

    @Test("a package may be called as a path of the product is", arguments: ["npm", "registries", "packages", "jobs"])
    func named(package: String) async throws {
        try await Station.with { station in
            let folder = "\(TemporaryDirectory.current)/npm/\(package)"
            try SampleStorage.write("\(package)\n", "\(package)-1.0.0.tgz", in: folder)
            for path in ["/\(package)/-/", "/npm/\(package)/-/", "/nexus/\(package)/-/", "/\(package)/download/"] {
                #expect(try await station.get("\(path)\(package)-1.0.0.tgz").text == "\(package)\n", "\(path)")
            }
        }
    }

    @Test("with several registries none of them answers for whatever precedes a package")
    func several() async throws {
        try await Station.with(["one", "two"]) { station in
            for path in ["/a/-/a-1.0.0.tgz", "/npm/a", "/npm/a/-/a-1.0.0.tgz", "/npm/"] {
                let answer = try await station.get(path)
                #expect(answer.status == .notFound && answer.json["error"]?.stringValue?.isEmpty == false)
            }
            #expect(try await station.get("/registries/one/nexus/a/-/a-1.0.0.tgz").status == .ok)
        }
    }

    @Test("another name for this server is refused with what to do, in the form that npm prints")
    func foreignHost() async throws {
        try await Station.with { station in
            for path in ["/npm/a", "/registries/npm/a/latest", "/nexus/a/-/a-1.0.0.tgz"] {
                let answer = try await station.get(path, [.host: "packages.plant:8470"])
                #expect(answer.status == .misdirectedRequest)
                #expect(answer.json["error"]?.stringValue?.contains("hosts: [packages.plant]") == true)
            }
            let page = try await station.get("/jobs", [.host: "packages.plant"])
            #expect(page.json["detail"]?.stringValue?.contains("hosts: [packages.plant]") == true)
        }
    }

    @Test("what no request can be read from is said in npm's words too")
    func unreadable() throws {
        let frame = RequestFrame(Logger(label: "test", sink: .none))
        let answer = try Answer(frame.unreadable(HTTPServerError(.malformedRequest, "the path has a .. segment")))
        #expect(answer.json["error"] == "the path has a .. segment")
        #expect(answer.status == .badRequest && answer.code == "bad-request")
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
