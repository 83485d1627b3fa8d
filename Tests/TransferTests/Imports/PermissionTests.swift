import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct PermissionTests {
    private func archive() async throws -> AbsolutePath {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        return try await near.archive()
    }

    /// Lets every operation of a kind fail.
    private static func refusing(
        _ kind: FileOperation.Kind,
        _ errno: Errno
    ) -> @Sendable (FileOperation) throws(SystemError) -> Void {
        { operation throws(SystemError) in
            guard operation.kind == kind else { return }
            throw SystemError(operation: "pass", path: operation.path, errno: errno)
        }
    }

    @Test("what arrives has the owner and the mode of the storage's root", .needsRoot)
    func owner() async throws {
        let far = try await Side("far")
        try far.own(by: 12_345, mode: 0o770)
        try await far.apply(archive())
        for path in ["alpha", "alpha/1.0.bin", "alpha/index.txt"] {
            let info = try #require(try far.tree.info(RelativePath(path)))
            #expect(info.owner == 12_345 && info.group == 12_345)
            #expect(info.mode == (info.kind == .directory ? 0o770 : 0o660), "\(path)")
        }
    }

    @Test("what root leaves in Packferry's folder is the owner's afterwards", .needsRoot)
    func shared() async throws {
        let far = try await Side("far")
        try far.own(by: 12_345, mode: 0o770)
        _ = try far.folder.lock(holder: "root")
        try await far.apply(archive())
        try far.folder.shareWithOwner()
        #expect(try far.folder.directory.info().owner == 12_345)
        for entry in try far.folder.directory.entries() {
            #expect(entry.info.owner == 12_345, "\(entry.name)")
        }
    }

    @Test("Packferry's folder is the owner's from the start, whoever makes it", .needsRoot)
    func made() throws {
        let tree = try Folder("tree").directory
        try tree.descriptor.changeOwner(12_345, group: 12_345)
        #expect(try RepositoryFolder.existing(in: tree) == nil && tree.entries().filter(\.isName).isEmpty)
        let info = try RepositoryFolder(in: tree).directory.info()
        #expect(info.owner == 12_345 && info.group == 12_345 && info.mode == 0o700)
        #expect(try RepositoryFolder.existing(in: tree)?.directory.path.lastComponent == RepositoryFolder.name)
    }

    @Test("where files cannot be given to that owner, nothing is staged", .needsRoot)
    func refused() async throws {
        let far = try await Side("far")
        try far.own(by: 12_345, mode: 0o770)
        let archive = try await archive()
        let error = #expect(throws: TransferError.self) {
            try FileOperation.$gate.withValue(Self.refusing(.changeOwner, .notPermitted)) { try far.stage(archive) }
        }
        #expect(error?.code == .notPermitted && error?.hint?.contains("Run Packferry as that user") == true)
        #expect(try TreePicture(far.tree, skipping: []).paths == [".packferry/", ".packferry/staging/"])
    }

    @Test("without a change of owner new folders still get the mode of the root, whatever the umask")
    func mode() async throws {
        let far = try await Side("far")
        try Directory(opening: far.root).changeMode(RelativePath("tree"), 0o777)
        try await far.apply(archive())
        #expect(try far.tree.info(RelativePath("alpha"))?.mode == 0o777)
        #expect(try far.tree.info(RelativePath("alpha/1.0.bin"))?.mode == 0o666)
    }

    @Test(
        "a storage that cannot be written to is said to be one, with the way out",
        arguments: [Errno.accessDenied, .readOnly]
    )
    func readOnly(_ errno: Errno) throws {
        let folder = try Folder("tree")
        let error = #expect(throws: TransferError.self) {
            try FileOperation.$gate.withValue(Self.refusing(.makeDirectory, errno)) {
                try RepositoryFolder(in: folder.directory)
            }
        }
        #expect(error?.code == .notPermitted && error?.subject == folder.path.string && error?.hint != nil)
    }
}

extension Side {
    /// Gives the tree's root to a user and a group.
    fileprivate func own(by owner: UInt32, mode: UInt32) throws {
        try Directory(opening: root).changeOwner(RelativePath("tree"), owner: owner, group: owner, mode: mode)
    }
}

extension Trait where Self == ConditionTrait {
    fileprivate static var needsRoot: ConditionTrait {
        .enabled(if: CurrentProcess.isRoot, "not run: only root may give files away")
    }
}
