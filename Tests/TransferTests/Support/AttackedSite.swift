import Archives
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// A far side that holds something of the source and something of its own, and what its tree was before.
struct AttackedSite {
    private let far: Side
    private let before: TreePicture
    private let stick: Folder

    init() async throws {
        far = try await Side("far")
        try far.publish("alpha", "1.0")
        try far.publish("local", "1.0")
        before = try TreePicture(far.tree, skipping: ["staging"])
        stick = try Folder("stick")
    }

    /// Puts an archive onto the stick.
    func archive(_ bytes: [UInt8]) throws -> AbsolutePath {
        try stick.write("hostile.tar.zst", bytes)
        return stick.path.appending("hostile.tar.zst")
    }

    /// Refused by `verify`, `stage` and `tryApplying`, in a line that says what; nothing is left and the tree is as it was.
    func expectRefused(_ archive: AbsolutePath, naming name: String, _ what: String = "") async throws {
        let far = far
        let attempts: [() async throws -> Void] = [
            { _ = try ImportEngine.verify(ArchiveInput(archive), rules: [TextRules()], reporter: .silent) },
            { _ = try far.stage(archive) },
            {
                let options = ApplyOptions(initiator: "test")
                _ = try await far.engine.tryApplying(ArchiveInput(archive), options: options, reporter: .silent)
            },
        ]
        for attempt in attempts {
            let error = try #require(await #expect(throws: (any Error).self, "\(what)") { try await attempt() })
            #expect(error is TransferError || error is ArchiveError, "\(what): \(error)")
            let line = "\(error)".split(separator: "\n").first ?? ""
            #expect(line.contains(name), "\(what): \(error)")
        }
        #expect(try TreePicture(far.tree, skipping: ["staging"]) == before, "\(what)")
        #expect(try staged.isEmpty, "\(what)")
    }

    /// Taken, as it was built.
    func apply(_ archive: AbsolutePath) async throws -> ImportOutcome { try await far.apply(archive) }

    private var staged: [String] {
        get throws {
            guard try far.folder.directory.info(RelativePath("staging")) != nil else { return [] }
            return try TreePicture(far.folder.directory.subdirectory(RelativePath("staging"))).paths
        }
    }
}
