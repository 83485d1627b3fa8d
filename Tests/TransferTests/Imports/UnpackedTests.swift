import Posix
import Reporting
import Spooling
import TestSupport
import Testing

@testable import Transfer

/// An archive that was unpacked with tar over a tree, and is then applied.
@Suite(.memoryDirectory, .needs("tar", "zstd")) struct UnpackedTests {
    private let near: Side
    private let far: Side

    init() async throws {
        (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        try near.publish("beta", "1.0")
    }

    private func unpack(_ archive: AbsolutePath) throws {
        let options = ["--strip-components=1", "--backup=numbered", "storage"]
        let tar = try StockTool.tar.run(["--zstd", "-xf", archive.string] + options, in: far.tree.path.string)
        try #require(tar.status == 0, "\(tar.complaints)")
    }

    @discardableResult
    private func adopt(_ archive: AbsolutePath) async throws -> ImportOutcome {
        let options = ApplyOptions(unpacked: true, initiator: "test")
        return try await far.engine.apply(far.stage(archive), options: options, reporter: .silent)
    }

    /// What tar put aside and lies there still.
    private var putAside: [String] {
        get throws { try TreePicture(far.tree, skipping: [".packferry"]).paths.filter { $0.hasSuffix("~") } }
    }

    @Test("what was published here is listed again, and what was unpacked belongs to the source")
    func published() async throws {
        try far.publish("alpha", "9.9", "ours")
        let archive = try await near.archive()
        try unpack(archive)
        #expect(try far.versions(of: "alpha") == ["1.0"] && putAside == ["alpha/index.txt.~1~"])
        let outcome = try await adopt(archive)
        #expect(try far.versions(of: "alpha") == ["1.0", "9.9"] && !outcome.isPartial)
        #expect(try putAside == [])
        let kept = try far.text(".packferry/undo/\(outcome.id)/unpacked/alpha/index.txt.~1~")
        #expect(kept?.contains("9.9") == true)
        let records = try RecordStore(far.folder).load()
        #expect(records.files.values.allSatisfy(\.prior) && records.files.count == 2)
        #expect(try await !adopt(archive).didChange)
    }

    @Test("a file of the site's that tar replaced gets its name back, and is a conflict")
    func replaced() async throws {
        try far.publish("alpha", "1.0", "ours")
        let archive = try await near.archive()
        try unpack(archive)
        #expect(try far.text("alpha/1.0.bin") == "alpha 1.0")
        let outcome = try await adopt(archive)
        #expect(try far.text("alpha/1.0.bin") == "ours" && putAside == [])
        #expect(outcome.isPartial && outcome.conflicts.contains { $0.contains("alpha/1.0.bin") })
    }

    @Test("two archives that were unpacked one after the other are taken over one after the other")
    func twice() async throws {
        try far.publish("alpha", "9.9", "ours")
        let first = try await near.archive()
        try unpack(first)
        try near.publish("alpha", "1.1")
        let second = try await near.archive()
        try unpack(second)
        #expect(try putAside == ["alpha/index.txt.~1~", "alpha/index.txt.~2~"])
        try await adopt(first)
        try await adopt(second)
        #expect(try far.versions(of: "alpha") == ["1.0", "1.1", "9.9"] && putAside == [])
    }

    @Test("a file of the source's that a newer one replaced stays the newer one")
    func sources() async throws {
        try await far.apply(near.archive())
        try near.publish("alpha", "1.0", "republished")
        let archive = try await near.archive()
        try unpack(archive)
        let outcome = try await adopt(archive)
        #expect(try far.text("alpha/1.0.bin") == "republished" && !outcome.isPartial && putAside == [])
    }

    @Test("an archive that would be refused changes nothing")
    func refused() async throws {
        try near.publish("gamma", "1.0")
        _ = try await near.archive()
        try near.publish("alpha", "1.1")
        try far.publish("alpha", "9.9", "ours")
        let delta = try await near.archive()
        try unpack(delta)
        let before = try TreePicture(far.tree, skipping: [".packferry"])
        await #expect(throws: TransferError.self) { try await adopt(delta) }
        #expect(try TreePicture(far.tree, skipping: [".packferry"]) == before)
    }

    @Test("stopped anywhere, taking it over again ends the same", .ends)
    func stops() async throws {
        try far.publish("alpha", "9.9", "ours")
        try far.publish("beta", "1.0", "ours too")
        let archive = try await near.archive()
        try unpack(archive)
        let folder = try AbsolutePath(TemporaryDirectory.current)
        func copy(_ name: String) async throws -> Side {
            let (from, to) = (try RelativePath("far/tree"), try RelativePath("\(name)/tree"))
            try Directory(opening: folder.appending(from)).copy(to: folder.appending(to))
            return try await Side(name)
        }
        func run(_ side: Side) async throws {
            let options = ApplyOptions(unpacked: true, initiator: "test")
            _ = try await side.engine.apply(side.stage(archive), options: options, reporter: .silent)
        }
        let undisturbed = try await copy("undisturbed")
        try await run(undisturbed)
        let new = try TreePicture(undisturbed.tree, skipping: [".packferry"])
        try await CrashPoints.forEachStop { point in
            let side = try await copy("stop-\(point.number)")
            _ = try await point.run { try await run(side) }
            try await side.engine.recover(reporter: .silent)
            try await run(side)
            #expect(try TreePicture(side.tree, skipping: [".packferry"]) == new, "stopped at \(point.number)")
        }
    }

    @Test(
        "names that tar gives are told from others",
        arguments: [
            ("package.json.~1~", "package.json", 1), ("a-1.0.0.tgz.~12~", "a-1.0.0.tgz", 12), ("a.~1~.~2~", "a.~1~", 2),
            ("a.~0~", nil, 0), ("a.~01~", nil, 0), (".~1~", nil, 0), ("a.~x~", nil, 0), ("a~", nil, 0),
            ("a.~1", nil, 0),
        ] as [(String, String?, Int)]
    )
    func names(_ name: String, _ original: String?, _ number: Int) {
        let backup = NumberedBackup(name: name)
        #expect(backup?.original == original && backup?.number ?? 0 == number)
    }
}
