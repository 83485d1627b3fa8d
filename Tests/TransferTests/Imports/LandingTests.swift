import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// Things in the tree that are neither files nor folders of packages.
@Suite(.memoryDirectory) struct LandingTests {
    private func archive() async throws -> AbsolutePath {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        return try await near.archive()
    }

    /// What is in the way stays and is named, the other package arrives, and so does what comes after it.
    private func expectKept(_ far: Side, naming names: [String]) async throws {
        let near = try await Side("near")
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        let archive = try await near.archive()
        let before = try TreePicture(far.tree).entries.filter { $0.key.hasPrefix("alpha") }
        for _ in 0..<2 {
            let plan = try await far.engine.plan(far.stage(archive), reporter: .silent)
            #expect(plan.kept.map(\.entry.path.string) == names)
            let result = try await far.apply(archive)
            #expect(result.isPartial && result.missing.isEmpty)
            #expect(result.conflicts.count == names.count)
            for (conflict, name) in zip(result.conflicts, names) {
                #expect(conflict.hasPrefix("\(name): what is here stays"))
            }
            #expect(try far.versions(of: "beta") == ["1.0"])
        }
        #expect(
            try TreePicture(far.tree).entries.filter { $0.key.hasPrefix("alpha") && !$0.key.hasSuffix("bin") } == before
        )
        #expect(try ImportJournal.interrupted(in: far.folder) == nil)
        try near.publish("beta", "1.1")
        let next = try await far.apply(near.archive())
        #expect(!next.isPartial && next.missing.isEmpty, "it holds up no later archive")
        #expect(next.warnings.contains { $0.hasPrefix("alpha/index.txt: ") })
        #expect(try far.versions(of: "beta") == ["1.0", "1.1"])
    }

    @Test(
        "what lies where a package's folder must go stays, is named, and keeps nothing else out",
        arguments: ["file", "link"]
    )
    func noFolder(_ kind: String) async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        let elsewhere = try Folder("elsewhere")
        if kind == "link" {
            try Folder("far/tree").link("alpha", to: elsewhere.path.string)
        } else {
            try far.write("alpha", "x")
        }
        let archive = try await near.archive()
        let cause =
            kind == "link" ? "is a symbolic link, which is not followed" : "is in the storage but is not a folder"
        let sentence = "alpha \(cause), and keeps 2 files out: mend it, and apply the archive again"
        let plan = try await far.engine.plan(far.stage(archive), reporter: .silent)
        #expect(plan.obstacles == [sentence] && !plan.isContained && plan.new.count == 1)
        let result = try await far.apply(archive)
        #expect(result.isPartial && result.conflicts == [sentence] && result.placed == 1 && result.merged == 1)
        #expect(try far.versions(of: "beta") == ["1.0"] && elsewhere.names.isEmpty)
        try far.remove("alpha")
        #expect(try await !far.apply(archive).isPartial)
        #expect(try far.versions(of: "alpha") == ["1.0"])
    }

    @Test("nobody is required to have what an obstacle hides")
    func hidden() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        try await far.apply(near.archive())
        try far.remove("alpha")
        try Folder("far/tree").link("alpha", to: "/nowhere")
        try near.publish("beta", "2.0")
        let result = try await far.apply(near.archive())
        #expect(result.missing.isEmpty && result.isPartial && result.placed == 1)
        #expect(result.conflicts.first?.hasPrefix("alpha is a symbolic link") == true)
    }

    @Test("so does a folder or a link in a document's place", arguments: ["folder", "link"])
    func documentAsFolder(_ kind: String) async throws {
        let far = try await Side("far")
        try far.tree.makeDirectories(RelativePath("alpha"))
        if kind == "folder" {
            try far.tree.makeDirectories(RelativePath("alpha/index.txt"))
        } else {
            try Folder("far/tree").link("alpha/index.txt", to: "/etc/hostname")
        }
        try await expectKept(far, naming: ["alpha/index.txt"])
    }

    @Test(
        "names that some file systems take for one are told",
        arguments: [("alpha/1.0.bin", "Alpha/1.0.bin"), ("caf\u{e9}/1.bin", "cafe\u{301}/1.bin")]
    )
    func collisions(_ first: String, _ second: String) throws {
        let paths = try [first, "beta/1.bin", second].map { try RelativePath($0) }
        let error = #expect(throws: TransferError.self) { try NameCollisions.refuse(paths) }
        #expect(error?.code == .refused && error?.subject == second)
        try NameCollisions.refuse(paths.dropLast())
    }

    @Test("so does a folder in the place of a document's lock")
    func lockAsFolder() async throws {
        let far = try await Side("far")
        try far.tree.makeDirectories(RelativePath("alpha/index.txt.lock"))
        try await expectKept(far, naming: ["alpha/index.txt"])
    }

    @Test("a document that cannot be merged stays, and nothing stands in the way of what comes then")
    func unreadableDocument() async throws {
        let far = try await Side("far")
        try far.tree.makeDirectories(RelativePath("alpha"))
        // Without a byte on disk, but more than any document may have.
        try far.tree.create(RelativePath("alpha/index.txt")).truncate(to: 257 << 20)
        let archive = try await archive()
        let result = try await far.apply(archive)
        #expect(result.isPartial && result.placed == 1 && result.conflicts.count == 1)
        #expect(result.conflicts.first?.hasPrefix("alpha/index.txt: stays as it is") == true)
        #expect(try ImportJournal.interrupted(in: far.folder) == nil)
        try far.remove("alpha/index.txt")
        #expect(try await !far.apply(archive).isPartial)
        #expect(try far.versions(of: "alpha") == ["1.0"])
    }

    @Test("one that cannot be merged any more when an interrupted import goes on becomes a conflict")
    func unreadableSince() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        let archive = try await near.archive()
        let counted = try await Side("counted")
        let operations = try await CrashPoints.operations { _ = try await counted.apply(archive) }
        let number = try #require(operations.firstIndex { $0.kind == .link && $0.path.hasSuffix("beta/1.0.bin") }) + 1
        _ = try await CrashPoints.failing(.inputOutput, at: number) { try await far.apply(archive) }
        try far.tree.create(RelativePath("alpha/index.txt")).truncate(to: 257 << 20)
        let result = try #require(try await far.engine.recover(reporter: .silent)?.applied)
        #expect(result.isPartial && result.conflicts.first?.hasPrefix("alpha/index.txt: stays as it is") == true)
        #expect(try far.versions(of: "beta") == ["1.0"])
        try far.remove("alpha/index.txt")
        #expect(try await !far.apply(archive).isPartial)
        #expect(try far.versions(of: "alpha") == ["1.0"])
    }

    @Test("a folder or a link in a file's place stays: a conflict", arguments: ["folder", "link"])
    func fileTaken(_ kind: String) async throws {
        let far = try await Side("far")
        try far.tree.makeDirectories(RelativePath("alpha"))
        if kind == "folder" {
            try far.tree.makeDirectories(RelativePath("alpha/1.0.bin"))
        } else {
            try Folder("far/tree").link("alpha/1.0.bin", to: "/etc/hostname")
        }
        let result = try await far.apply(archive())
        #expect(result.isPartial && result.placed == 0 && result.conflicts.first?.hasPrefix("alpha/1.0.bin") == true)
    }

    @Test(
        "staging that leads elsewhere is refused, and nothing is written there",
        arguments: [".packferry/staging", ".packferry"]
    )
    func linkedStaging(_ name: String) async throws {
        let elsewhere = try Folder("elsewhere")
        let far: Side
        if name == ".packferry" {
            try Folder("far/tree").link(name, to: elsewhere.path.string)
            await #expect(throws: (any Error).self) { try await Side("far") }
        } else {
            far = try await Side("far")
            try Folder("far/tree").link(name, to: elsewhere.path.string)
            let archive = try await archive()
            #expect(throws: (any Error).self) { try far.stage(archive) }
        }
        #expect(try elsewhere.names.isEmpty)
    }

    @Test("a link in the place of the import's own folder is removed, not followed")
    func linkedImport() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        let id = try ImportEngine.verify(ArchiveInput(archive), rules: [TextRules()], reporter: .silent).archiveID
        let elsewhere = try Folder("elsewhere")
        try elsewhere.write("precious", "x")
        try far.tree.makeDirectories(RelativePath(".packferry/staging"))
        try Folder("far/tree").link(".packferry/staging/\(id)", to: elsewhere.path.string)
        #expect(try await far.apply(archive).placed == 1)
        #expect(try elsewhere.names == ["precious"])
    }
}
