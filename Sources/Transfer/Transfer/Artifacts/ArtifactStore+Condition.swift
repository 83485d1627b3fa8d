import Crypto
import Persistence
import Posix
package import Reporting
import SQLite

/// How artifacts stand: what was recorded of them, and what a look at the folder says.
extension ArtifactStore {
    /// The artifact as it stands: `missing` when its file is gone, `damaged` when that is not as long as it was.
    ///
    /// Reads no more than the folder.
    package func looked(at artifact: Artifact) throws -> Artifact {
        let info = try folder.info(RelativePath(ArtifactName.file(of: artifact.id)))
        guard let info, info.kind == .regular else { return artifact.standing(.missing) }
        return info.size == artifact.size ? artifact : artifact.standing(.damaged)
    }

    /// Records that every byte of the archive was fetched.
    package func markDownloaded(_ id: String) async throws {
        try await change(id, "state = 'downloaded'", "state = 'built'")
    }

    /// Records that the archive is not what was built.
    package func markDamaged(_ id: String) async throws { try await change(id, "state = 'damaged'", "TRUE") }

    /// Records that the archive is what was built after all; who fetched it before may have something else.
    package func markWhole(_ id: String) async throws {
        try await change(id, "state = 'built'", "state = 'damaged'")
    }

    private func change(_ id: String, _ assignment: String, _ condition: String) async throws {
        try await database.write { connection in
            try connection.execute("UPDATE artifacts SET \(assignment) WHERE id = ? AND \(condition)", [.text(id)])
        }
    }

    /// Reads an archive from start to end, as the far side will, and records what came of it.
    ///
    /// Throws what is wrong with it. Blocks.
    package func verify(_ artifact: Artifact, rules: [any ContentRules], reporter: Reporter) async throws {
        do {
            try checkDigest(artifact, reporter: reporter)
            _ = try ImportEngine.verify(input(artifact), rules: rules, reporter: reporter)
        } catch {
            if DamagedArchive.isMeant(by: error) { try await markDamaged(artifact.id) }
            throw error
        }
        try await markWhole(artifact.id)
    }
}
