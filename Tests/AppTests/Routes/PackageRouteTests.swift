import Foundation
import HTTPMessages
import JSON
import TestSupport
import Testing

@Suite("Packages and findings", .temporaryDirectory)
struct PackageRouteTests {
    @Test("a list has a page at a time, and the address of the next")
    func pages() async throws {
        try await Station.with { station in
            try await station.collect()
            let first = try await station.get("/packages?limit=1")
            #expect(first.items.map { $0["name"]?.stringValue } == ["@s/b"])
            let cursor = try #require(first.json["next_cursor"]?.stringValue)
            #expect(first.fields[.link] == "</packages?sort=name&limit=1&cursor=\(cursor)>; rel=\"next\"")
            let last = try await station.get("/packages?limit=1&cursor=\(cursor)")
            #expect(last.items.map { $0["name"]?.stringValue } == ["a"])
            #expect(last.json["next_cursor"]?.isNull == true)
            #expect(last.fields[.link] == nil)
            for other in ["-", "zzz", "1", String(cursor.dropLast()), "\(cursor)0"] {
                #expect(try await station.get("/packages?cursor=\(other)").status == .unprocessableContent, "\(other)")
            }
            #expect(try await station.get("/packages?q=a&cursor=\(cursor)").status == .unprocessableContent)
            #expect(try await station.get("/packages?limit=9&cursor=\(cursor)").items.count == 1)
        }
    }

    @Test("lists refuse a cursor that is none of theirs", arguments: ["snapshots", "artifacts", "imports", "jobs"])
    func foreignCursors(list: String) async throws {
        try await Station.with { station in
            try await station.collect()
            let cursor = try await station.get("/packages?limit=1").json["next_cursor"]?.stringValue ?? ""
            for other in ["q", cursor] {
                let answer = try await station.get("/\(list)?cursor=\(other)")
                #expect(answer.status == .unprocessableContent)
                #expect(answer.json["errors"]?.arrayValue?.first?["parameter"] == "cursor")
            }
        }
    }

    @Test(
        "a list can be narrowed and sorted",
        arguments: [
            ("q=b", ["@s/b"]), ("q=zzz", []), ("sort=versions", ["a", "@s/b"]), ("sort=bytes", ["a", "@s/b"]),
            ("changed_since=2001-01-01T00:00:00Z", ["@s/b", "a"]), ("changed_since=2999-01-01T00:00:00Z", []),
            ("repository=npm", ["@s/b", "a"]),
        ]
    )
    func choices(query: String, names: [String]) async throws {
        try await Station.with { station in
            try await station.collect()
            let answer = try await station.get("/packages?\(query)")
            #expect(answer.items.map { $0["name"]?.stringValue } == names, "\(answer.text)")
        }
    }

    @Test("a package shows each version with its file, and which artifacts carried it")
    func detail() async throws {
        try await Station.with { station in
            let artifact = try await station.build()
            let answer = try await station.get("/packages/a")
            let versions = answer.json["versions"]?.arrayValue ?? []
            #expect(versions.map { $0["version"]?.stringValue } == ["1.0.0", "1.1.0", "1.2.0"])
            #expect(versions.map { $0["state"]?.stringValue } == ["present", "present", "not-cached"])
            #expect(versions[0]["sha512"]?.stringValue?.hasPrefix("27fb61d77160c40b") == true)
            #expect(versions[0]["artifacts"] == .array([.string(artifact)]))
            #expect(versions[2]["size"]?.isNull == true)
            #expect(answer.json["dist_tags"] == ["latest": "1.1.0"])
            #expect(answer.json["files"] == 2)
        }
    }

    @Test(
        "a scope may be a segment of its own or not",
        arguments: ["/packages/@s/b", "/packages/@s%2fb", "/packages/%40s%2Fb"]
    )
    func scopes(path: String) async throws {
        try await Station.with { station in
            try await station.collect()
            #expect(try await station.get(path).json["name"] == "@s/b")
        }
    }

    @Test("what is no package is not found", arguments: ["/packages/zzz", "/packages/a%20b", "/packages/.npmrc"])
    func unknown(path: String) async throws {
        try await Station.with { station in
            try await station.collect()
            #expect(try await station.get(path).code == "not-found")
        }
    }

    @Test("a broken tarball is a finding and a state")
    func findings() async throws {
        try await Station.with { station in
            try SampleStorage.write("rot", "a-1.0.0.tgz", in: "\(TemporaryDirectory.current)/npm/a")
            try await station.collect()
            let found = try await station.get("/broken-archives?state=open")
            #expect(found.items.map { $0["kind"]?.stringValue } == ["mismatch"])
            #expect(found.items.first?["path"] == "a/a-1.0.0.tgz")
            #expect(found.items.first?["package"] == "a")
            #expect(try await station.get("/broken-archives?state=ignored").items.isEmpty)
            let package = try await station.get("/packages/a")
            #expect(package.json["findings"] == 1)
            #expect(package.json["versions"]?.arrayValue?.first?["state"] == "broken")
        }
    }
}
