import JSON
import Posix
import TestSupport
import Testing

@testable import Npm

@Suite("Search", .temporaryDirectory)
struct SearchTests {
    @Test("an exact name comes first, then names that begin so, then the rest, shorter ones before longer")
    func ranking() throws {
        let names = try ["a-react", "react-dom", "preact", "@x/react", "React", "react", "angular", "reactive"].map {
            try PackageName($0)
        }
        let found = SearchText("REACT").matches(in: names).map(\.name.string)
        #expect(found == ["React", "react", "@x/react", "reactive", "react-dom", "preact", "a-react"])
    }

    @Test(
        "every word must occur",
        arguments: [("react dom", ["react-dom"]), ("dom  react ", ["react-dom"]), ("react vue", [])]
    )
    func words(text: String, expected: [String]) throws {
        let names = try ["react", "react-dom", "vue"].map { try PackageName($0) }
        #expect(SearchText(text).matches(in: names).map(\.name.string) == expected)
    }

    @Test("no word means all names")
    func noWords() throws {
        let names = try ["b", "a", "cc"].map { try PackageName($0) }
        #expect(SearchText(" ").matches(in: names).map(\.name.string) == ["a", "b", "cc"])
    }

    @Test("a result has what npm prints")
    func result() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish(
            "@scope/ui",
            "1.2.0",
            extra: """
                , "description": "Widgets", "keywords": ["a", 1, "b"], "homepage": "https://h", "license": "MIT",
                "repository": {"type": "git", "url": "git+https://h/r.git"}, "bugs": "https://b",
                "author": {"name": "Ann"}, "maintainers": [{"name": "bob", "email": "b@x"}, "carl"],
                "_npmUser": {"name": "dora", "email": "d@x"}
                """
        )
        let answer = try JSONValue(parsing: try await fixture.registry.search(text: "ui").bytes)
        #expect(answer["total"] == 1)
        #expect(answer["time"]?.stringValue?.isEmpty == false)
        let result = try #require(answer["objects"]?.arrayValue?.first)
        #expect(result["searchScore"] == 0.75 && result["score"]?["final"] == 0.75)
        let expected: JSONValue = [
            "name": "@scope/ui", "scope": "scope", "version": "1.2.0", "description": "Widgets",
            "keywords": ["a", "b"],
            "date": "2025-06-01T00:00:00.000Z",
            "links": ["homepage": "https://h", "repository": "git+https://h/r.git", "bugs": "https://b"],
            "author": ["name": "Ann", "email": ""],
            "publisher": ["username": "dora", "name": "dora", "email": "d@x"],
            "maintainers": [
                ["username": "bob", "name": "bob", "email": "b@x"], ["username": "carl", "name": "carl", "email": ""],
            ],
        ]
        #expect(result["package"] == expected)
    }

    @Test("a package that says little still has all that npm's client relies on")
    func sparse() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish(
            "plain",
            "1.0.0",
            extra: #", "keywords": "one", "homepage": 5, "author": [], "maintainers": null"#
        )
        let answer = try JSONValue(parsing: try await fixture.registry.search(text: "").bytes)
        let package = try #require(answer["objects"]?.arrayValue?.first?["package"])
        #expect(package["maintainers"] == [] && package["links"] == [:] && package["keywords"] == ["one"])
        #expect(package["scope"] == "unscoped" && package["description"] == nil)
    }

    @Test("a date that npm's client could not read is not sent")
    func dates() async throws {
        let fixture = try RegistryFixture()
        let time = #""time": {"1.0.0": "yesterday", "modified": "2025-06-02T00:00:00.000Z"}"#
        try fixture.write(#"{"name": "p", "versions": {"1.0.0": {}}, \#(time)}"#, to: "p/package.json")
        try fixture.write(#"{"name": "q", "versions": {"1.0.0": {}}, "time": {"1.0.0": {}}}"#, to: "q/package.json")
        let answer = try JSONValue(parsing: try await fixture.registry.search(text: "").bytes)
        let dates = answer["objects"]?.arrayValue?.map { $0["package"]?["date"] }
        #expect(dates == ["2025-06-02T00:00:00.000Z", nil])
    }

    @Test(
        "people are read from texts as npm writes them",
        arguments: [
            ("Ann", "Ann", ""), ("Ann Lee <a@x>", "Ann Lee", "a@x"), ("Ann (https://x)", "Ann", ""),
            ("<a@x>", "", "a@x"), ("", "", ""),
            ("Ann <a@x> (https://x)", "Ann", "a@x"), ("Ann <a@x", "Ann", ""),
        ]
    )
    func people(text: String, name: String, email: String) throws {
        let person = try #require(Person(.string(text)))
        #expect(person.name == name && person.email == email)
    }

    @Test("pages are cut from one order, within bounds")
    func pages() async throws {
        let fixture = try RegistryFixture()
        for letter in ["a", "b", "c", "d"] { try fixture.publish("p-\(letter)", "1.0.0") }
        #expect(try await names(fixture, size: 2, from: 1) == ["p-b", "p-c"])
        #expect(try await names(fixture, size: 9, from: 3) == ["p-d"])
        #expect(try await names(fixture, size: 9, from: 9) == [])
        #expect(try await names(fixture, size: -1, from: -5) == [])
        #expect(try await names(fixture, size: .max, from: 0).count == 4)
    }

    @Test("one broken packument hides no other")
    func broken() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("good", "1.0.0")
        try fixture.write("{", to: "bad/package.json")
        try fixture.write(#"{"name": "empty", "versions": {}}"#, to: "empty/package.json")
        try fixture.storage.makeDirectories(RelativePath("nothing"))
        #expect(try await names(fixture, size: 20, from: 0) == ["good"])
        #expect(try await all(fixture).objectValue?.map(\.0) == ["_updated", "good"])
    }

    @Test("without latest the version npm would pick is shown")
    func withoutLatest() async throws {
        let fixture = try RegistryFixture()
        let versions = ["1.0.0", "1.1.0", "2.0.0-rc.1"].map { #""\#($0)": {"name": "p", "version": "\#($0)"}"# }
        try fixture.write(#"{"name": "p", "versions": {\#(versions.joined(separator: ","))}}"#, to: "p/package.json")
        let answer = try JSONValue(parsing: try await fixture.registry.search(text: "p").bytes)
        #expect(answer["objects"]?.arrayValue?.first?["package"]?["version"] == "1.1.0")
    }

    @Test("the list of all packages has Verdaccio's members")
    func allPackages() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("@scope/b", "2.0.0", extra: #", "license": "MIT", "keywords": ["k"], "author": "Ann""#)
        try fixture.publish("a", "1.0.0")
        let list = try await all(fixture)
        #expect(list["_updated"] == 99999)
        #expect(list.objectValue?.map(\.0) == ["_updated", "@scope/b", "a"])
        let entry = try #require(list["@scope/b"])
        #expect(entry["dist-tags"] == ["latest": "2.0.0"] && entry["versions"] == ["2.0.0": "latest"])
        #expect(entry["license"] == "MIT" && entry["keywords"] == ["k"] && entry["author"] == "Ann")
        #expect(entry["time"] == ["modified": "2025-06-02T00:00:00.000Z"] && entry["readmeFilename"] == "")
        #expect(entry["maintainers"] == [["username": "Ann", "name": "Ann", "email": ""]])
    }

    @Test("a list of more packages than one piece holds is whole")
    func longList() async throws {
        let fixture = try RegistryFixture()
        for index in 0..<130 { try fixture.publish("p\(index)", "1.0.0") }
        #expect(try await all(fixture).objectValue?.count == 131)
    }

    private func names(_ fixture: RegistryFixture, size: Int, from: Int) async throws -> [String] {
        let answer = try JSONValue(parsing: try await fixture.registry.search(text: "", size: size, from: from).bytes)
        return answer["objects"]?.arrayValue?.compactMap { $0["package"]?["name"]?.stringValue } ?? []
    }

    private func all(_ fixture: RegistryFixture) async throws -> JSONValue {
        var bytes: [UInt8] = []
        try await fixture.registry.all { bytes += $0 }
        return try JSONValue(parsing: bytes)
    }
}
