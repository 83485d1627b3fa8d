import Crypto
import Persistence
import Posix
package import Reporting
import SQLite
import Spooling

extension ArtifactStore {
    /// Throws before the first byte when the archive cannot fit.
    func requireSpace(for manifest: Manifest) throws {
        // Packages do not compress, and a list of every file of the target travels too.
        try space.require(manifest.counts.bytes + (32 << 20), for: "the archive", in: folder)
    }

    /// Records a finished archive and gives it its name; if one of these fails, neither is left.
    ///
    /// The record comes first, durably: a half archive that is recorded is a whole one, and `recover` names it.
    func publish(
        _ name: ArtifactName,
        _ artifact: Artifact,
        files: SpooledList<Manifest.File>
    ) async throws {
        let (file, sidecar) = (try RelativePath(name.file), try RelativePath(name.sidecar))
        let line = Checksums([.init(sha512: artifact.sha512, name: name.file)])
        do {
            try AtomicFile.write(line.encoded, to: sidecar, in: folder)
            try await record(artifact, files: files)
            try AtomicFile.place(RelativePath(name.partial), at: file, in: folder)
        } catch {
            try? await forget(artifact.id)
            for path in [sidecar, file] { try? folder.removeAll(path) }
            throw error
        }
    }

    /// Records an artifact and what it carries, in one transaction that survives a power cut.
    func record(_ artifact: Artifact, files: SpooledList<Manifest.File>) async throws {
        try await database.writeDurably { connection in
            try connection.execute(
                """
                INSERT INTO artifacts (id, repository, repository_type, repository_uuid, archive_id, sequence, scope,
                    base, base_name, target, created, size, sha512, files, bytes, packages, versions, deletes, note,
                    state, warnings, signer)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                artifact.sqlValues
            )
            try connection.execute("INSERT OR IGNORE INTO artifact_names (id) VALUES (?)", [.text(artifact.id)])
            for entry in try MemberRuns(files) {
                try connection.execute(
                    "INSERT INTO artifact_files (artifact, path, package) VALUES (?, ?, ?)",
                    [.text(artifact.id), .text(entry.path.string), .text(entry.package)]
                )
            }
        }
    }
}

extension ArtifactStore {
    /// The archive of an artifact, to be read from start to end.
    package func input(_ artifact: Artifact) throws -> ArchiveInput {
        try ArchiveInput(folder.path.appending(RelativePath(ArtifactName.file(of: artifact.id))))
    }

    /// Throws when the file on disk is not the one that was built.
    package func checkDigest(_ artifact: Artifact, reporter: Reporter) throws {
        reporter.begin(.hash, total: artifact.size, unit: .bytes)
        guard try FileDigest(of: open(artifact), each: reporter.passed).sha512 == artifact.sha512 else {
            throw TransferError(
                .refused,
                artifact.id,
                "is not the file that was built: its SHA-512 differs",
                hint: "Delete the artifact and build it again"
            )
        }
    }
}
