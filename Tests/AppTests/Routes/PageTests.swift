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
            #expect(page.fields[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
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
            #expect(seen.count == 9)
        }
    }

    @Test("nothing in the page needs what its policy forbids")
    func strict() async throws {
        try await Station.with { station in
            let page = try await station.get("/").text
            #expect(page.firstMatch(of: /<style| style=| on[a-z]+=|<script(?! type="module" src=)|https?:/) == nil)
            for name in ["artifacts", "dom", "health", "jobs", "live", "main", "repositories"] {
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

    @Test("a browser asks whether its copy is still good")
    func cached() async throws {
        try await Station.with { station in
            let tag = try #require(await station.get("/").fields[.etag])
            #expect(try await station.get("/", [.ifNoneMatch: tag]).status == .notModified)
        }
    }
}
