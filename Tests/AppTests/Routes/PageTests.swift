import Foundation
import HTTPMessages
import Jobs
import TestSupport
import Testing
import Transfer
import Trees

@testable import App

@Suite("The dashboard", .temporaryDirectory)
struct PageTests {
    @Test("the page comes with everything that it loads")
    func assets() async throws {
        try await Station.with { station in
            let page = try await station.get("/")
            #expect(page.fields[.contentType] == "text/html; charset=utf-8")
            let policy = page.fields[.contentSecurityPolicy]?.split(separator: "; ") ?? []
            for part in ["script-src 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'"] {
                #expect(policy.contains(part[...]), "\(policy)")
            }
            let links = page.text.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.1) }
            #expect(links.count == 5)
            for link in links { #expect(try await station.get(link).status == .ok) }
        }
    }

    @Test("every module that a module loads is there, and no other")
    func modules() async throws {
        try await Station.with { station in
            // The languages are loaded by what the reader chose.
            var left = ["/assets/js/main.js"] + ["en", "de", "ru"].map { "/assets/js/words/\($0).js" }
            var seen: Set<String> = []
            while let path = left.popLast() {
                guard seen.insert(path).inserted else { continue }
                let module = try await station.get(path)
                #expect(module.status == .ok, "\(path)")
                #expect(module.fields[.contentType] == "text/javascript; charset=utf-8")
                left += module.text.matches(of: /(?:from |import\()"(\.[^"]+\.js)"/).map { match in
                    URL(string: String(match.1), relativeTo: URL(string: path))?.absoluteString ?? "\(match.1)"
                }
            }
            let lying = try Self.files().filter { $0.hasSuffix(".js") }.map { "/assets/\($0)" }
            #expect(seen == Set(lying))
        }
    }

    @Test("nothing in the page needs what its policy forbids, and nothing leads elsewhere")
    func strict() async throws {
        try await Station.with { station in
            let page = try await station.get("/").text
            #expect(page.firstMatch(of: /<style| style=| on[a-z]+=|<script(?! type="module" src=)|https?:/) == nil)
            for name in try Self.files().filter({ $0.hasSuffix(".js") }) {
                let module = try await station.get("/assets/\(name)").text
                // The name of the language of drawings is no address.
                let text = module.replacing("http://www.w3.org/2000/svg", with: "")
                let forbidden = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?:/
                #expect(text.firstMatch(of: forbidden) == nil, "\(name)")
            }
        }
    }

    @Test(
        "no other file is served",
        arguments: ["/assets/../Package.swift", "/assets/.hidden", "/assets/js", "/assets/x"]
    )
    func outside(path: String) async throws {
        try await Station.with { station in
            guard let answer = try? await station.get(path) else { return }
            #expect(answer.status == .notFound)
        }
    }

    @Test("a browser asks whether its copy is still good, and keeps the policy that it came with")
    func cached() async throws {
        for settings in ["", "paths: { public: \(Self.folder) }"] {
            try await Station.with(settings: settings) { station in
                for path in ["/", "/assets/js/main.js", "/assets/css/base.css"] {
                    let first = try await station.get(path)
                    let again = try await station.get(path, [.ifNoneMatch: try #require(first.fields[.etag])])
                    #expect(again.status == .notModified && again.bytes.isEmpty)
                    for name in [
                        HTTPFieldName.contentSecurityPolicy, HTTPFieldName("Cross-Origin-Opener-Policy"), .etag,
                        .cacheControl,
                    ] {
                        #expect(again.fields[name] == first.fields[name], "\(path) \(name)")
                    }
                }
            }
        }
    }

    @Test("the program holds all that lies in the folder of the page, as it lies there")
    func embedded() async throws {
        let names = try Self.files()
        try await Station.with { station in
            for name in names {
                let bytes = try Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)"))
                #expect(try await station.get("/assets/\(name)").bytes == Array(bytes), "\(name)")
            }
        }
        #expect(names.count > 10)
    }

    @Test("what is worth it is sent compressed to those who take it so, under a tag of its own")
    func compressed() async throws {
        try await Station.with { station in
            let path = "/assets/js/main.js"
            let plain = try await station.get(path)
            let gzip = try await station.get(path, [.acceptEncoding: "gzip, deflate, br"])
            #expect(plain.fields[.contentEncoding] == nil && gzip.fields[.contentEncoding] == "gzip")
            #expect(plain.fields[.vary] == "Accept-Encoding" && gzip.fields[.vary] == "Accept-Encoding")
            #expect(gzip.bytes.count < plain.bytes.count && gzip.bytes.starts(with: [0x1F, 0x8B]))
            let tag = try #require(gzip.fields[.etag])
            #expect(tag != plain.fields[.etag])
            let again = try await station.get(path, [.acceptEncoding: "gzip", .ifNoneMatch: tag])
            #expect(again.status == .notModified && again.fields[.vary] == "Accept-Encoding")
            let refused = try await station.get(path, [.acceptEncoding: "gzip;q=0"])
            #expect(refused.bytes == plain.bytes)
        }
    }

    @Test("what the service may say in words of its own has a name in every language", arguments: ["en", "de", "ru"])
    func words(language: String) async throws {
        let kinds = Ecosystems.all.flatMap(\.findingKinds).map { "kind.\($0.rawValue)" }
        let types = JobCatalog.names.map { "job.\($0)" }
        let states =
            JobState.allCases.map { "state.\($0.rawValue)" } + Finding.State.allCases.map { "finding.\($0.rawValue)" }
            + Artifact.State.allCases.map { "artifact.\($0.rawValue)" }
        try await Station.with { station in
            let words = try await station.get("/assets/js/words/\(language).js").text
            #expect((kinds + types + states).filter { !words.contains("\"\($0)\":") } == [])
        }
    }

    @Test("another page may stand in for it, and a folder without one does not")
    func folder() async throws {
        let folder = TemporaryDirectory.current
        try FileManager.default.createDirectory(atPath: "\(folder)/empty", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: "\(folder)/own", withIntermediateDirectories: true)
        try Data("<p>own".utf8).write(to: URL(filePath: "\(folder)/own/index.html"))
        for (name, isOwn) in [("own", true), ("empty", false), ("absent", false)] {
            try await Station.with(settings: "paths: { public: ./\(name) }") { station in
                let page = try await station.get("/")
                #expect(page.status == .ok && (page.text == "<p>own") == isOwn)
            }
        }
    }

    /// The paths of all files of the page, as they lie in its folder.
    private static func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
            try URL(filePath: "\(folder)/\(name)").resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
        }
    }

    private static let folder = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/Public"
}
