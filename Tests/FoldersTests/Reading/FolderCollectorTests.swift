import Crypto
import Posix
import TestSupport
import Testing
import Transfer
import Trees

@testable import Folders

@Suite(.memoryDirectory) struct FolderCollectorTests {
    @Test("every regular file is found, hidden ones too, but for Packferry's own and what is excluded")
    func found() async throws {
        let folder = try await FolderFixture()
        for path in ["a.img", "deep/er/b.img", ".hidden/c", "deep/half.part", "tmp/d/e", ".packferry/lock"] {
            try folder.write(path)
        }
        let selection = Selection(exclude: [try PathPattern("*.part"), try PathPattern("tmp")])
        #expect(try await folder.collect(selection).paths == [".hidden/c", "a.img", "deep/er/b.img"])
        #expect(try await folder.findings().isEmpty)
    }

    @Test("what did not change is not read again; a deep collect reads all")
    func unchanged() async throws {
        let folder = try await FolderFixture()
        for path in ["a", "b"] { try folder.write(path) }
        #expect(try await folder.collect().read == 2)
        #expect(try await folder.collect().read == 0)
        try folder.write("b", "other")
        let changed = try await folder.collect()
        #expect(try changed.read == 1 && changed.files[RelativePath("b")]?.sha512 == SHA512.hash(Array("other".utf8)))
        #expect(try await folder.collect(deep: true).read == 2)
    }

    @Test("a file whose times lie within two seconds of its hashing is not trusted", arguments: [1.9, 2.1])
    func settling(_ seconds: Double) async throws {
        let folder = try await FolderFixture()
        try folder.write("a")
        folder.set(ahead: Int64(seconds * 1e9))
        try await folder.collect()
        folder.set(ahead: 60_000_000_000)
        #expect(try await folder.collect().read == (seconds < 2 ? 1 : 0))
    }

    @Test("what the system lists and says nothing of is a finding of its own, and the rest goes on")
    func unseen() async throws {
        let folder = try await FolderFixture()
        for path in ["a", "gone/b", "c"] { try folder.write(path) }
        let collected = try await FileOperation.$lookGate.withValue { operation throws(SystemError) in
            guard operation.path.hasSuffix("/gone") else { return }
            throw SystemError(operation: "stat", path: operation.path, errno: .inputOutput)
        } operation: {
            try await folder.collect()
        }
        #expect(collected.paths == ["a", "c"])
        let finding = try #require(try await folder.findings().first)
        #expect(finding.path == "gone" && finding.kind == FolderFinding.closed.kind)
    }

    @Test("what cannot be carried is a finding of its own, and the rest goes on")
    func findings() async throws {
        let folder = try await FolderFixture()
        try folder.write("good")
        try folder.shell(
            "ln -s good link; mkfifo pipe; mkdir sub; touch 'sub/back\\slash' \"$(printf 'bad\\377name')\""
        )
        let collected = try await folder.collect()
        #expect(collected.paths == ["good"])
        let found = try await folder.findings()
        #expect(
            found.map { "\($0.kind) \($0.package ?? "")" }.sorted() == [
                "link link", "name bad\u{FFFD}name", "name sub", "not-a-file pipe",
            ]
        )
        try folder.shell("rm link pipe; rm -r sub bad*")
        try await folder.collect()
        #expect(try await folder.findings().isEmpty)
    }

    @Test("a file that is gone leaves the index")
    func gone() async throws {
        let folder = try await FolderFixture()
        for path in ["a", "b"] { try folder.write(path) }
        try await folder.collect()
        try folder.shell("rm a")
        #expect(try await folder.collect().paths == ["b"])
        #expect(try await folder.collector().index.load().keys.map(\.string) == ["b"])
    }

    @Test("what a finding keeps at home is left behind, with what to do about it")
    func leftBehind() async throws {
        let folder = try await FolderFixture()
        try folder.write("good")
        try folder.shell("ln -s good link; ln -s . loop; ln -s nowhere dangling; mkfifo pipe; mkdir lost+found")
        let report = try await folder.collect().report
        #expect(report.leftBehind.map(\.path) == ["dangling", "link", "loop", "pipe"])
        #expect(report.leftBehind.allSatisfy { $0.reason.hasSuffix("or name it in exclude") })
        let exclude = try ["link", "loop", "{dangling,pipe}"].map { try PathPattern($0) }
        #expect(try await folder.collect(Selection(exclude: exclude)).report == TreeReport())
    }

    @Test("patterns that take nothing are said to")
    func idlePatterns() async throws {
        let folder = try await FolderFixture()
        for path in ["a.part", "b/index.json", "tmp/x"] { try folder.write(path) }
        let selection = Selection(
            exclude: try ["*.part", "*.prat", "tmp"].map { try PathPattern($0) },
            last: try ["*/index.json", "entry.txt"].map { try PathPattern($0) }
        )
        let notices = try await folder.collect(selection).report.notices
        #expect(
            notices == [
                #"exclude "*.prat" takes nothing that is here"#, #"last "entry.txt" takes nothing that is here"#,
            ]
        )
        let catches = try FolderWalk(folder.tree, selection, wayOut: "move it away").catches
        #expect(catches.map(\.count) == [1, 0, 1, 1, 0])
        #expect(catches.flatMap(\.examples) == ["a.part", "tmp", "b/index.json"])
    }
}
