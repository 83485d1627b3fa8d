import JSON
import TestSupport
import Testing

@testable import Npm

@Suite("Joining upstream's packument with what was published here")
struct UpstreamMergeTests {
    private let name: PackageName

    init() throws { name = try PackageName("ms") }

    /// A version whose tarball hashes as given.
    private func version(_ version: String, sha: Character = "a") -> (String, JSONValue) {
        let dist: JSONValue = [
            "shasum": .string(String(repeating: sha, count: 40)),
            "tarball": .string("https://registry.npmjs.org/ms/-/ms-\(version).tgz"),
        ]
        return (version, ["name": "ms", "version": .string(version), "dist": dist])
    }

    private func packument(
        _ versions: [(String, JSONValue)],
        tags: [(String, JSONValue)],
        fetched: [String] = []
    ) throws -> Packument {
        let document: JSONValue = [
            "name": "ms", "versions": .object(versions), "dist-tags": .object(tags),
            "_distfiles": .object(fetched.map { ("ms-\($0).tgz", ["url": "https://x"]) }),
            "time": .object(versions.map { ($0.0, "2020-01-01T00:00:00.000Z") }),
        ]
        return try Packument(reading: document.encoded(), of: name)
    }

    private func merge(_ upstream: Packument, _ stored: Packument, files: [String]) -> UpstreamMerge {
        UpstreamMerge(name, upstream: upstream, stored: stored, files: Set(files.map { "ms-\($0).tgz" }))
    }

    @Test("a version that was published here stays, with its time, and the tags that lead to it")
    func published() throws {
        let upstream = try packument([version("1.0.0")], tags: [("latest", "1.0.0")])
        let stored = try packument(
            [version("1.0.0"), version("1.0.0-plant.1"), version("2.0.0")],
            tags: [("latest", "2.0.0"), ("plant", "1.0.0-plant.1"), ("gone", "1.0.0")],
            fetched: ["1.0.0"]
        )
        let merged = merge(upstream, stored, files: ["1.0.0-plant.1", "2.0.0"])
        #expect(merged.versions.map(\.version.version) == ["1.0.0", "1.0.0-plant.1", "2.0.0"])
        #expect(merged.tags.map { "\($0.tag)=\($0.version)" } == ["latest=2.0.0", "plant=1.0.0-plant.1"])
        #expect(merged.times.map(\.name) == ["1.0.0", "1.0.0-plant.1", "2.0.0"])
        #expect(merged.conflicts.isEmpty)
    }

    @Test("a tag that upstream moved back is followed, though the withdrawn version is still here")
    func withdrawn() throws {
        let upstream = try packument([version("1.0.0")], tags: [("latest", "1.0.0")])
        let stored = try packument(
            [version("1.0.0"), version("2.0.0")],
            tags: [("latest", "2.0.0")],
            fetched: ["1.0.0", "2.0.0"]
        )
        #expect(merge(upstream, stored, files: ["2.0.0"]).tags == [DistTag(tag: "latest", version: "1.0.0")])
        let merged = merge(upstream, stored, files: [])
        #expect(merged.versions.map(\.version.version) == ["1.0.0"])
    }

    @Test("a version of which another tarball is here keeps what is said of that", arguments: [true, false])
    func conflicting(isHere: Bool) throws {
        let upstream = try packument([version("1.0.0", sha: "b")], tags: [("latest", "1.0.0")])
        let stored = try packument([version("1.0.0", sha: "a")], tags: [("latest", "1.0.0")], fetched: ["1.0.0"])
        let merged = merge(upstream, stored, files: isHere ? ["1.0.0"] : [])
        #expect(merged.conflicts == (isHere ? ["1.0.0"] : []))
        #expect(merged.versions.map(\.isUpstream) == [!isHere])
    }
}

@Suite("JSON with tabs")
struct TabbedJSONTests {
    @Test(
        "is laid out as Node does it",
        arguments: [
            ("{}", "{}"), ("[]", "[]"), ("[1]", "[\n\t1\n]"), ("{\"a\":{}}", "{\n\t\"a\": {}\n}"),
            ("{\"a\":[],\"b\":[{}]}", "{\n\t\"a\": [],\n\t\"b\": [\n\t\t{}\n\t]\n}"),
            (" { \"a\" : [ -1.5e+3 , true , null ] } ", "{\n\t\"a\": [\n\t\t-1.5e+3,\n\t\ttrue,\n\t\tnull\n\t]\n}"),
            ("\"a,b:{\\\"}\"", "\"a,b:{\\\"}\""), ("{\"\\\\\":\"\\\\\"}", "{\n\t\"\\\\\": \"\\\\\"\n}"),
        ]
    )
    func layout(source: String, expected: String) {
        var json = TabbedJSON()
        json.value(Array(source.utf8), 0..<source.utf8.count)
        #expect(String(decoding: json.take(), as: UTF8.self) == expected)
    }
}
