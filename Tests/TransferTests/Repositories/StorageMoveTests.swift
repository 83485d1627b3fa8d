import JSON
import Persistence
import Posix
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite("A tree that is moved, copied, or brought back", .memoryDirectory)
struct StorageMoveTests {
    private static let file = "repository.json"

    /// A side with one archive built, and something new since.
    private func near() async throws -> Side {
        let near = try await Side("near")
        for version in ["1.0", "1.1"] { try near.publish("alpha", version) }
        try await near.build()
        try near.publish("beta", "1.0")
        return near
    }

    private func run(_ tool: String, _ arguments: String...) throws {
        let outcome = try StockTool(tool).run(arguments, in: TemporaryDirectory.current)
        try #require(outcome.status == 0, "\(outcome)")
    }

    private func text(of folder: RepositoryFolder) throws -> String {
        String(decoding: try #require(try folder.read(Self.file)), as: UTF8.self)
    }

    /// Puts another machine into what was noted.
    private func pretend(_ side: Side, machine: String) throws {
        let uuid = try #require(try side.folder.uuid())
        let mark = try TreeMark(uuid: uuid, machine: machine, folder: side.folder.directory)
        try side.folder.write(Self.file, mark.document)
    }

    private func expectRefused(_ side: Side, naming command: String, by request: BuildRequest = .init()) async {
        let error = await #expect(throws: TransferError.self) { try await side.build(request) }
        #expect(error?.code == .conflict && error?.hint?.contains("doctor --\(command)") == true, "\(error as Any)")
    }

    @Test("goes on where a restart numbered the devices anew: none of these numbers is kept")
    func reboot() async throws {
        let near = try await near()
        let members = try #require(try JSONValue(parsing: Array(text(of: near.folder).utf8)).objectValue)
        #expect(Set(members.map(\.0)).isSubset(of: ["format", "uuid", "machine", "folder", "born"]))
        #expect(try await near.build().manifest?.scope == .delta)
    }

    @Test("goes on in a new container, whose machine has no id or had none", arguments: ["", TreeMark.machine()])
    func container(machine: String) async throws {
        let near = try await near()
        try pretend(near, machine: machine)
        let result = try await near.build()
        #expect(result.manifest?.scope == .delta && result.remarks.isEmpty)
    }

    @Test(
        "goes on with another machine id, says once that it may be a clone, and not in a dry run alone",
        .enabled(if: !TreeMark.machine().isEmpty, "not run: this machine has no id")
    )
    func otherMachine() async throws {
        let near = try await near()
        try pretend(near, machine: "0123456789abcdef0123456789abcdef")
        for isDryRun in [true, false] {
            let result = try await near.build(BuildRequest(dryRun: isDryRun))
            #expect(result.manifest?.scope == .delta && result.remarks.count == 1)
            #expect(result.warnings.first?.contains("doctor --copied") == true)
        }
        try near.publish("beta", "1.1")
        #expect(try await near.build().remarks.isEmpty)
    }

    @Test("goes on at another path, as where it is mounted elsewhere")
    func otherPath() async throws {
        _ = try await near()
        try run("mv", "near", "elsewhere")
        let near = try await Side("elsewhere")
        try near.folder.requireHome()
        #expect(try await near.build().artifact != nil)
    }

    @Test("goes on when what the service knew is lost, which a copy of it without that does not")
    func stateLost() async throws {
        _ = try await near()
        try run("cp", "-a", "near", "copy")
        let (near, copy) = (try await Side("near"), try await Side("copy"))
        #expect(try await near.build().artifact != nil)
        await expectRefused(copy, naming: "copied")
        try copy.folder.declareCopied()
        let result = try await copy.build()
        #expect(result.manifest?.scope == .full)
        #expect(try result.manifest?.repository.uuid != near.folder.uuid())
    }

    @Test("and what the service knew of it: the copy is noticed at its first build, even by one that packs nothing")
    func copiedWithState() async throws {
        let database = try await Database(.memory)
        let near = try await Side("near", database: database)
        try near.publish("alpha", "1.0")
        try await near.build()
        try run("cp", "-a", "near", "copy")
        let copy = try await Side("copy", database: database)
        await expectRefused(copy, naming: "copied")
        await expectRefused(copy, naming: "copied", by: BuildRequest(dryRun: true))
        try near.publish("alpha", "1.1")
        #expect(try await near.build().artifact != nil)
    }

    @Test("as a whole disk, so that nothing tells the two apart: an archive of the one that comes to the other does")
    func cloned() async throws {
        let near = try await near()
        try run("cp", "-a", "near", "clone")
        let clone = try await Side("clone", now: Moment(seconds: Side.moment.seconds + 60))
        // What a copy of the file system would have.
        try clone.folder.declareMoved()
        let archive = try await clone.archive()
        try await near.build()
        try run("cp", archive.string, "near/artifacts/diff-202611220000.tar.zst")
        _ = try await near.artifacts.adopt(rules: [TextRules()]) { _ in true }
        try near.publish("beta", "1.1")
        await expectRefused(near, naming: "copied")
        await expectRefused(near, naming: "restored", by: BuildRequest(baseline: .none))
        try near.folder.declareCopied()
        #expect(try await near.build().manifest?.scope == .full)
    }

    @Test("to another disk: says once that it was moved, and goes on as it was")
    func moved() async throws {
        let uuid = try await near().folder.uuid()
        try run("cp", "-a", "near", "disk")
        try run("rm", "-r", "near")
        let near = try await Side("disk")
        await expectRefused(near, naming: "moved")
        try near.folder.declareMoved()
        #expect(try await near.build().artifact != nil)
        #expect(try near.folder.uuid() == uuid)
    }

    /// A side whose tree came back as it was before its last archive, into the folder that it always had; `alpha 1.1`,
    /// which that archive brought, is not there.
    private func restored() async throws -> Side {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        try await near.build()
        let (earlier, lines) = (try #require(try near.folder.read("sequence")), try near.lines(of: "alpha"))
        try near.publish("alpha", "1.1")
        try await near.build()
        try near.remove("alpha/1.1.bin")
        try near.write("alpha/\(TextTree.indexName)", TextTree.document(lines))
        try near.folder.write("sequence", earlier)
        return near
    }

    @Test("from a backup: stops, and then deletes nothing elsewhere until that has ended")
    func backup() async throws {
        let near = try await restored()
        let shrunk = BuildRequest(allowShrink: true)
        await expectRefused(near, naming: "restored", by: shrunk)
        let newest = try #require(try await near.artifacts.list().map(\.sequence).max())
        try near.folder.declareRestored(knowing: newest, remembered: nil)
        try near.publish("beta", "1.0")
        let (dry, result) = (try await near.build(.init(allowShrink: true, dryRun: true)), try await near.build(shrunk))
        for result in [dry, result] {
            #expect(result.manifest?.deletes.isEmpty == true && result.withheldDeletes == 1 && !result.lacksNothing)
            #expect(result.warnings.contains { $0.hasPrefix("1 file that was carried") })
        }
        #expect(try #require(result.manifest).sequence > newest)
        #expect(try await near.build().lacksNothing)
        try near.folder.endRestoration()
        try near.remove("beta")
        #expect(try await near.build(shrunk).manifest?.deletes.count == 2)
    }

    @Test("from a backup without what is kept beside it: gets its identity back, and its number")
    func backupWithoutFolder() async throws {
        let near = try await near()
        let (uuid, newest) = (try near.folder.uuid(), try #require(try await near.artifacts.list().first?.sequence))
        try near.remove(RepositoryFolder.name)
        let again = try await Side("near")
        try again.folder.declareRestored(knowing: newest, remembered: uuid)
        #expect(try again.folder.uuid() == uuid)
        #expect(try again.folder.takeSequence(known: 0, now: 1) == newest + 1)
    }

    @Test("beside an older state: nothing stops, for the tree knows more than that")
    func olderState() async throws {
        let near = try await near()
        try await near.build()
        let older = try await Side("near")
        try older.publish("beta", "1.1")
        #expect(try await older.build().artifact != nil)
    }

    @Test(
        "is known by what an older version noted, and by other marks from then on",
        arguments: ["device", "inode", "machine"]
    )
    func older(member: String) async throws {
        let near = try await near()
        let (uuid, info) = (try #require(try near.folder.uuid()), try near.tree.info())
        let document: [String: String] = [
            "format": "packferry.repository/1", "uuid": uuid, "machine": TreeMark.machine(),
            "device": "\(info.device)", "inode": "\(info.inode)",
        ]
        func write(_ document: [String: String]) throws {
            let value = JSONValue.object(document.map { ($0.key, .string($0.value)) })
            try near.folder.write(Self.file, value.encoded())
        }
        try write(document.merging([member: "1"]) { $1 })
        try near.folder.renewMark()
        #expect(throws: TransferError.self) { try near.folder.requireHome() }
        try write(document)
        try near.folder.requireHome()
        try near.folder.renewMark()
        #expect(try text(of: near.folder).contains("\"folder\""))
        #expect(try await near.build().artifact != nil)
    }

    @Test("is known by its inode alone where nothing says when a folder was made, and by both once something does")
    func withoutBirth() async throws {
        let near = try await near()
        let (uuid, inode) = (try #require(try near.folder.uuid()), try near.folder.directory.info().inode)
        func note(inode: UInt64, born: Int64?) throws {
            var members: [(String, JSONValue)] = [("uuid", .string(uuid)), ("folder", .string("\(inode)"))]
            if let born { members.append(("born", .string("\(born)"))) }
            try near.folder.write(Self.file, JSONValue.object(members).encoded())
        }
        try note(inode: inode + 1, born: nil)
        #expect(throws: TransferError.self) { try near.folder.requireHome() }
        try note(inode: inode, born: nil)
        try near.folder.requireHome()
        try near.folder.renewMark()
        let born = near.folder.directory.born()
        #expect(try text(of: near.folder).contains("\"born\"") == (born != nil))
        guard let born else { return }
        try note(inode: inode, born: born - 1)
        #expect(throws: TransferError.self) { try near.folder.requireHome() }
    }

    @Test("writes nothing where everything is as it was noted")
    func quiet() async throws {
        let near = try await near()
        #expect(
            try await CrashPoints.operations {
                try near.folder.renewMark()
                try near.folder.settle()
                try near.folder.endRestoration()
            }.isEmpty
        )
    }
}
