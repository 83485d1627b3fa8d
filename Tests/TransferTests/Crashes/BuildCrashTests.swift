import Crypto
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// A build that is stopped, or hindered, at every single operation that changes what lies on disk.
@Suite(.memoryDirectory, .ends) struct BuildCrashTests {
    /// A near side with one archive built and something new since.
    private func near(_ name: String) async throws -> Side {
        let near = try await Side(name)
        try near.publish("alpha", "1.0")
        try await near.build()
        try near.publish("alpha", "1.1")
        try near.publish("beta", "1.0")
        return near
    }

    private static let carried = ["alpha/1.1.bin", "beta/1.0.bin", "alpha/index.txt", "beta/index.txt"]

    /// What is recorded is there and whole, what has an archive's name is one, and another build has the same to say.
    private func expectSound(_ near: Side, old tree: TreePicture) async throws {
        #expect(try TreePicture(near.tree) == tree)
        try await near.artifacts.recover()
        try near.snapshots.removePartials()
        try await near.engine.recover(reporter: .silent)
        for artifact in try await near.artifacts.list() {
            try near.artifacts.checkDigest(artifact, reporter: .silent)
            #expect(try near.artifacts.folder.info(RelativePath("\(artifact.id).tar.zst.sha512")) != nil)
        }
        let recorded = try await near.artifacts.list().count
        let again = try await near.build()
        #expect((again.artifact == nil) == (recorded == 2))
        if let manifest = again.manifest { #expect(manifest.files.map(\.entry.path.string) == Self.carried) }
        for entry in try near.artifacts.folder.entries() where !entry.name.hasSuffix(".sha512") {
            let input = try ArchiveInput(near.artifacts.folder.path.appending(RelativePath(entry.name)))
            _ = try ImportEngine.verify(input, rules: [TextRules()], reporter: .silent)
        }
        #expect(try near.snapshots.list().count == 2)
        let left = try TreePicture(near.folder.directory).paths
        #expect(Set(left).subtracting(["repository.json", "sequence", "work/"]).isEmpty, "\(left)")
    }

    @Test("stopped anywhere, a build leaves no half archive, and the next one says the same")
    func stops() async throws {
        let stops = try await CrashPoints.forEachStop { point in
            let near = try await near("stop-\(point.number)")
            let tree = try TreePicture(near.tree)
            _ = try await point.run { try await near.build() }
            try await expectSound(near, old: tree)
        }
        #expect(stops > 20)
    }

    @Test("on a full disk a build says so and leaves nothing")
    func fullDisk() async throws {
        let kinds: Set<FileOperation.Kind> = [.create, .write, .makeDirectory, .fsync]
        try await CrashPoints.forEachFailure(.noSpace, of: kinds) { point in
            let near = try await near("full-\(point.number)")
            let tree = try TreePicture(near.tree)
            let before = try TreePicture(near.artifacts.folder)
            let outcome = try await point.run { try await near.build() }
            if case .failure(let error) = outcome {
                #expect((error as? TransferError)?.code == .noSpace, "at \(point.number): \(error)")
                #expect(try TreePicture(near.artifacts.folder) == before)
            }
            try await expectSound(near, old: tree)
        }
    }

    @Test("with a disk that fails once, at anything but writing, nothing is left either")
    func failingDisk() async throws {
        let kinds = Set(FileOperation.Kind.allCases).subtracting([.create, .write, .makeDirectory])
        try await CrashPoints.forEachFailure(.inputOutput, of: kinds) { point in
            let near = try await near("failing-\(point.number)")
            let tree = try TreePicture(near.tree)
            let before = try TreePicture(near.artifacts.folder)
            let outcome = try await point.run { try await near.build() }
            if case .failure = outcome { #expect(try TreePicture(near.artifacts.folder) == before) }
            try await expectSound(near, old: tree)
        }
    }
}
