import Foundation
import HTTPMessages
import TestSupport
import Testing

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
            #expect(links.count == 3)
            for link in links { #expect(try await station.get(link).status == .ok) }
        }
    }

    @Test("every module that a module loads is there")
    func modules() async throws {
        try await Station.with { station in
            var left = ["main.js"]
            var seen: Set<String> = []
            while let name = left.popLast() {
                guard seen.insert(name).inserted else { continue }
                let module = try await station.get("/assets/js/\(name)")
                #expect(module.status == .ok, "\(name)")
                #expect(module.fields[.contentType] == "text/javascript; charset=utf-8")
                left += module.text.matches(of: /from "\.\/([a-z]+\.js)"/).map { String($0.1) }
            }
            #expect(seen.count == 11)
        }
    }

    @Test("nothing in the page needs what its policy forbids")
    func strict() async throws {
        try await Station.with { station in
            let page = try await station.get("/").text
            #expect(page.firstMatch(of: /<style| style=| on[a-z]+=|<script(?! type="module" src=)|https?:/) == nil)
            for name in ["artifacts", "dom", "health", "imports", "jobs", "live", "main", "repositories"] {
                let module = try await station.get("/assets/js/\(name).js").text
                #expect(
                    module.firstMatch(of: /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?:/)
                        == nil
                )
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
                for path in ["/", "/assets/js/main.js", "/assets/css/packferry.css"] {
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
        let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder)
        try await Station.with { station in
            var files = 0
            for name in names {
                guard let bytes = try? Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)")) else { continue }
                let file = try await station.get("/assets/\(name)")
                #expect(file.bytes == Array(bytes), "\(name)")
                files += 1
            }
            #expect(files > 10)
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

    private static let folder = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/Public"
}
