import Archives
import Crypto
import JSON
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct ArchiveAttackTests {
    /// A far side that holds something already, of the source and of its own.
    private func site() async throws -> Side {
        let far = try await Side("far")
        try far.publish("alpha", "1.0")
        try far.publish("local", "1.0")
        return far
    }

    private func attack(_ change: (inout Members) throws -> Void) throws -> AbsolutePath {
        var members = try Members.sample()
        try change(&members)
        let folder = try Folder("stick")
        try folder.write("hostile.tar.zst", members.packed())
        return folder.path.appending("hostile.tar.zst")
    }

    /// Refused by `verify` and by `stage`, in a line that says what; nothing is left and the tree is as it was.
    private func expectRefused(_ archive: AbsolutePath, naming name: String) async throws {
        let far = try await site()
        let before = try TreePicture(far.tree, skipping: ["staging"])
        let attempts: [() throws -> Void] = [
            { _ = try ImportEngine.verify(ArchiveInput(archive), rules: [TextRules()], reporter: .silent) },
            { _ = try far.stage(archive) },
        ]
        for attempt in attempts {
            let error = try #require(throws: (any Error).self) { try attempt() }
            #expect(error is TransferError || error is ArchiveError, "\(error)")
            let line = "\(error)".split(separator: "\n").first ?? ""
            #expect(line.contains(name), "\(error)")
        }
        #expect(try TreePicture(far.tree, skipping: ["staging"]) == before)
        #expect(try Self.staged(far).isEmpty)
    }

    private static func staged(_ far: Side) throws -> [String] {
        guard try far.folder.directory.info(RelativePath("staging")) != nil else { return [] }
        return try TreePicture(far.folder.directory.subdirectory(RelativePath("staging"))).paths
    }

    @Test("an archive as it was built is taken, so that the attacks below are what is refused")
    func untouched() async throws {
        let far = try await site()
        let result = try await far.apply(attack { _ in })
        #expect(result.placed == 2 && result.merged == 2)
    }

    @Test("members that are missing, extra, swapped or renamed are refused", arguments: ArchiveAttack.structure)
    func structure(_ attack: ArchiveAttack) async throws {
        try await expectRefused(self.attack(attack.change), naming: attack.named)
    }

    @Test("members with other bytes than are listed are refused", arguments: ArchiveAttack.content)
    func content(_ attack: ArchiveAttack) async throws {
        try await expectRefused(self.attack(attack.change), naming: attack.named)
    }

    @Test("documents edited with all digests made to fit are refused", arguments: ArchiveAttack.edited)
    func edited(_ attack: ArchiveAttack) async throws {
        try await expectRefused(self.attack(attack.change), naming: attack.named)
    }

    @Test("names that no tree of the type holds are refused", arguments: ArchiveAttack.hiddenNames)
    func hidden(_ path: String) async throws {
        let attack = ArchiveAttack(path, named: path) { members in
            let entry = Entry(
                path: try RelativePath(path),
                size: 6,
                sha512: SHA512Digest(of: "secret"),
                kind: .file,
                package: "alpha",
                version: "9"
            )
            try members.add(entry, Array("secret".utf8))
        }
        try await expectRefused(self.attack(attack.change), naming: path)
    }
}
