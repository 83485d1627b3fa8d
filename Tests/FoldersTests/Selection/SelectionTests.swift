import Globs
import Posix
import TestSupport
import Testing
import Transfer

@testable import Folders

@Suite struct SelectionTests {
    @Test(
        "a pattern without a slash is about names at any depth, one with a slash about the whole path",
        arguments: [
            ("*.part", ["a.part", "x/y/a.part"], ["a.parts", "part"]),
            ("*/index.json", ["a/index.json"], ["index.json", "a/b/index.json"]),
            ("**/index.json", ["index.json", "a/index.json", "a/b/index.json"], ["a/index.json.x"]),
            ("dists/**/{Packages,Sources}*", ["dists/a/main/Packages.xz", "dists/Sources"], ["x/dists/Packages"]),
            ("[Rr]elease", ["Release", "a/release"], ["RELEASE"]),
        ]
    )
    func patterns(_ text: String, _ matching: [String], _ others: [String]) throws {
        let pattern = try PathPattern(text)
        for path in matching { #expect(pattern.matches(try RelativePath(path)), "\(path)") }
        for path in others { #expect(!pattern.matches(try RelativePath(path)), "\(path)") }
    }

    @Test("an excluded folder takes everything beneath it along")
    func folders() throws {
        let selection = Selection(exclude: [try PathPattern("tmp"), try PathPattern("a/b")])
        for path in ["tmp", "x/tmp/y", "a/b/c/d"] { #expect(selection.excludes(try RelativePath(path)), "\(path)") }
        for path in ["tmpx", "a/c", "b"] { #expect(!selection.excludes(try RelativePath(path)), "\(path)") }
    }

    @Test("the first pattern that matches says how late a file comes")
    func kinds() throws {
        let selection = Selection(last: [try PathPattern("*/index.json"), try PathPattern("*.json")])
        let kinds = try ["a/index.json", "index.json", "a/b.json", "a/b.img"].map {
            selection.kind(of: try RelativePath($0))
        }
        #expect(kinds == [.last(1), .last(2), .last(2), nil])
    }

    @Test("what is no pattern is refused", arguments: ["", "a//b", "!x", "a\\b", "[x"])
    func refusals(_ text: String) { #expect(throws: Glob.Refusal.self) { try PathPattern(text) } }

    @Test("the page on patterns is right, row by row")
    func page() throws {
        for row in try DocumentedTable("docs/formats/patterns.md", under: "## Paths").rows {
            let pattern = try PathPattern(row[0][0])
            for path in row[1] { #expect(pattern.matches(try RelativePath(path)), "\(pattern) takes \(path)") }
            for path in row[2] { #expect(!pattern.matches(try RelativePath(path)), "\(pattern) leaves \(path)") }
        }
    }

    @Test("lost+found is left out at the root alone")
    func lostAndFound() throws {
        let selection = Selection()
        for path in ["lost+found", "lost+found/#12"] { #expect(selection.excludes(try RelativePath(path))) }
        for path in ["a/lost+found/b", "lost+found.txt"] { #expect(!selection.excludes(try RelativePath(path))) }
    }
}
