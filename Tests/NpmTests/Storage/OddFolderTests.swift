import JSON
import Posix
import TestSupport
import Testing
import Transfer
import Trees
import YAML

@testable import Npm

/// Folders of a storage that are links, or that nobody can look into.
@Suite(.memoryDirectory) struct OddFolderTests {
    /// What takes the place of a folder, and what is said of it.
    enum Oddity: String, CaseIterable {
        case link, fifo, file

        func take(_ path: String, in side: StorageFixture) throws {
            try side.remove(path)
            switch self {
            case .link: try side.link(path, to: "../elsewhere")
            case .fifo: try side.shell("mkfifo '\(path)'")
            case .file: try side.write(path, "x")
            }
        }

        var kind: NpmFinding { self == .link ? .link : .stray }
        var words: String {
            switch self {
            case .link: "is a symbolic link, which is not followed"
            case .fifo: "is a device, a socket or a pipe"
            case .file: "belongs to no package"
            }
        }
    }

    private static let places = ["lodash", "@corp", "@corp/ui"]

    private func side() async throws -> StorageFixture {
        let side = try await StorageFixture("near")
        for name in ["lodash", "@corp/ui", "express"] { try side.add(name, "1.0.0") }
        return side
    }

    @Test(
        "what takes the place of a package or a scope is called by its name, and what was in it is held",
        arguments: places,
        Oddity.allCases
    )
    func held(_ place: String, _ oddity: Oddity) async throws {
        let side = try await side()
        let first = try await side.build()
        try oddity.take(place, in: side)
        try side.add("express", "1.1.0")
        let result = try await side.build()
        #expect(result.isPartial && result.held == 2)
        #expect(result.manifest?.deletes.isEmpty == true)
        let held = try side.snapshots.load(result.target.id).entries.filter(\.held)
        #expect(held.allSatisfy { $0.path.string.hasPrefix("\(place)/") })
        #expect(result.warnings.contains { $0.hasPrefix("\(place) \(oddity.words)") }, "\(result.warnings)")
        #expect(try await side.findings().map(NpmFinding.init) == [oddity.kind])
        #expect(first.held == 0 && !first.isPartial)
    }

    @Test("a link that was there from the start is left behind, not a stray thing")
    func fromTheStart() async throws {
        let side = try await side()
        for name in ["moved", "@disk2"] { try side.link(name, to: "../elsewhere") }
        let result = try await side.build()
        #expect(result.report.leftBehind.map(\.path) == ["@disk2", "moved"])
        #expect(result.report.leftBehind.allSatisfy { $0.kind == "link" && $0.reason.contains("mount --bind") })
        let again = try await side.build()
        #expect(again.manifest == nil && again.isPartial && again.report == result.report)
    }

    @Test(
        "links are left alone where they are excluded",
        arguments: [("moved", "moved"), ("@disk2", "@disk2/*"), ("@disk2/a", "@disk2/a"), ("@disk2", "@disk2/**")]
    )
    func excluded(_ place: String, _ pattern: String) async throws {
        var side = try await side()
        if place.contains("/") { try side.storage.makeDirectories(RelativePath("@disk2")) }
        try side.link(place, to: "../elsewhere")
        side.excluded = [try PackagePattern(pattern)]
        #expect(try await !side.build().isPartial)
    }

    @Test("lost+found is nobody's business, and an empty storage with one is empty")
    func lostAndFound() async throws {
        let side = try await StorageFixture("near")
        for path in ["lost+found/#1234", ".packferry/x"] { try side.write(path, "x") }
        try await side.collect()
        try side.collector.requireStorage()
        #expect(try await side.findings().isEmpty)
        for name in ["@corp/ui", "lodash"] { try side.add(name, "1.0.0") }
        for path in ["@corp/lost+found/x", "lodash/lost+found/x"] { try side.write(path, "x") }
        #expect(try await !side.build().isPartial)
        #expect(try await side.findings().isEmpty)
    }

    @Test("a storage of links alone carries nothing, and says of each why")
    func nothingElse() async throws {
        let side = try await StorageFixture("near")
        for name in ["moved", "@disk2"] { try side.link(name, to: "../elsewhere") }
        let error = await #expect(throws: TransferError.self) { try await side.build() }
        #expect(error?.code == .shrunk && error?.details.count == 2)
        #expect(error?.details.allSatisfy { $0.contains("is a symbolic link") } == true)
    }

    @Test("links and pipes alone make no other folder a storage, and a folder of other things is none")
    func noStorage() async throws {
        let side = try await StorageFixture("near")
        try side.link("moved", to: "../elsewhere")
        try side.collector.requireStorage()
        try side.write("letter.txt", "Dear")
        let error = #expect(throws: StorageError.self) { try side.collector.requireStorage() }
        #expect(error?.cause.contains("but 1 other entry (letter.txt)") == true, "\(String(describing: error))")
    }

    @Test("a link in the place of a sub-folder holds all packages in it", arguments: ["private", "a/b"])
    func subfolder(_ folder: String) async throws {
        let text = "packages: { '@corp/*': { storage: \(folder) } }"
        let configuration = try VerdaccioConfiguration(parsing: Array(text.utf8), in: AbsolutePath("/"))
        let side = try await StorageFixture("near", layout: StorageLayout(configuration))
        try side.add("express", "1.0.0")
        try side.add("@corp/ui", "1.0.0")
        try await side.build()
        let top = folder.split(separator: "/").first.map(String.init) ?? folder
        try side.remove(top)
        try side.link(top, to: "../elsewhere")
        let result = try await side.build()
        #expect(result.held == 2 && result.report.leftBehind.map(\.path) == [top])
    }

    @Test(
        "a tarball whose version cannot be used is left behind for that reason, a broken document's are not told twice"
    )
    func reasons() async throws {
        let side = try await side()
        try side.edit("lodash") { document in
            let text = String(decoding: document.encoded(), as: UTF8.self)
            document = try JSONValue(
                parsing: Array(text.replacing(#""version":"1.0.0""#, with: #""version":"9.0.0""#).utf8)
            )
        }
        try side.write("express/package.json", "{")
        let left = try await side.build(BuildRequest(allowShrink: true)).report.leftBehind
        #expect(
            left.map { "\($0.kind) \($0.path)" } == [
                "bad-packument express/package.json", "unusable lodash/lodash-1.0.0.tgz",
            ]
        )
        #expect(left.last?.reason == "is of version 1.0.0, which names another version")
    }

    @Test("patterns that take nothing are said to, but not to the far side")
    func idlePatterns() async throws {
        var side = try await side()
        side.excluded = [try PackagePattern("@corp/*"), try PackagePattern("@plnt/*")]
        let result = try await side.build()
        #expect(result.warnings == [#"carry.exclude "@plnt/*" takes nothing that is here"#] && !result.isPartial)
        #expect(result.manifest?.warnings == [])
    }

    @Test("packages of which nothing was ever fetched are counted, and are no warning")
    func notCached() async throws {
        let side = try await side()
        try side.add("react", "1.0.0")
        try side.edit("react") { $0 = .object(($0.objectValue ?? []).filter { $0.0 != "_attachments" }) }
        try side.remove("react/react-1.0.0.tgz")
        let result = try await side.build()
        #expect(result.report.notCached == ["react"] && !result.isPartial && result.warnings.isEmpty)
        #expect(try await side.build().report.notCached == ["react"])
    }
}

extension StorageFixture {
    /// Runs one line of shell in the storage, for what no code of ours makes.
    func shell(_ line: String) throws {
        let outcome = try StockTool("sh").run(["-c", line], in: storage.path.string)
        try #require(outcome.status == 0, "\(outcome.complaints)")
    }
}
