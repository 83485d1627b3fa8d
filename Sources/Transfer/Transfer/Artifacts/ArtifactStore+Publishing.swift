import Crypto
import Persistence
import Posix
package import Reporting
import SQLite

extension ArtifactStore {
    /// Throws before the first byte when the archive cannot fit.
    func requireSpace(for manifest: Manifest) throws {
        let space = try folder.space()
        // Tarballs do not compress, and a list of every file of the target travels too.
        let needed = manifest.counts.bytes + (32 << 20)
        guard needed <= space.availableBytes else {
            throw TransferError(
                .noSpace,
                folder.path.string,
                "has room for \(space.availableBytes >> 20) MiB, the archive may need \(needed >> 20) MiB",
                hint: "Delete artifacts that were delivered, or free space otherwise"
            )
        }
    }

    /// The first name of that minute that nothing has taken: never overwritten.
    func freeName(created: String) throws -> ArtifactName {
        for ordinal in 1...10_000 {
            let name = ArtifactName(created: created, ordinal: ordinal)
            let isFree =
                try folder.info(RelativePath(name.file)) == nil && folder.info(RelativePath(name.partial)) == nil
            if isFree { return name }
        }
        throw TransferError(.conflict, folder.path.string, "holds too many archives of this minute")
    }

    /// Gives a finished archive its name, writes its sidecar, and runs `record`; if one of these fails, none is left.
    func publish(_ name: ArtifactName, _ sha512: SHA512Digest, record: () async throws -> Void) async throws {
        let (file, sidecar) = (try RelativePath(name.file), try RelativePath(name.sidecar))
        try folder.renameNew(RelativePath(name.partial), to: file)
        do {
            try folder.synchronize()
            try AtomicFile.write(Checksums([.init(sha512: sha512, name: name.file)]).encoded, to: sidecar, in: folder)
            try await record()
        } catch {
            for path in [sidecar, file] { try? folder.removeAll(path) }
            throw error
        }
    }

    /// Records an artifact and what it carries, in one transaction.
    func record(_ artifact: Artifact, files: [Entry]) async throws {
        try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO artifacts (id, repository, repository_type, repository_uuid, archive_id, sequence, scope,
                    base, target, created, size, sha512, files, bytes, packages, versions, deletes, note, state,
                    warnings)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                artifact.sqlValues
            )
            for entry in files {
                try connection.execute(
                    "INSERT INTO artifact_files (artifact, path, package) VALUES (?, ?, ?)",
                    [.text(artifact.id), .text(entry.path.string), .text(entry.package)]
                )
            }
        }
    }

    /// Removes what a build that was killed left behind.
    package func removePartials() throws {
        for entry in try folder.entries() where entry.name.hasPrefix(".diff-") && entry.name.hasSuffix(".partial") {
            try folder.unlink(RelativePath(entry.name))
        }
        try AtomicFile.removeLeftovers(in: folder) { $0.hasPrefix("diff-") && $0.hasSuffix(".sha512") }
    }
}

extension ArtifactStore {
    /// The archive of an artifact, to be read from start to end.
    package func input(_ artifact: Artifact) throws -> ArchiveInput {
        try ArchiveInput(folder.path.appending(RelativePath("\(artifact.id).tar.zst")))
    }

    /// Throws when the file on disk is not the one that was built.
    package func checkDigest(_ artifact: Artifact, reporter: Reporter) throws {
        reporter.begin(step: "hash", total: artifact.size, unit: .bytes)
        guard try FileDigest.sha512(of: open(artifact)) == artifact.sha512 else {
            throw TransferError(
                .refused,
                artifact.id,
                "is not the file that was built: its SHA-512 differs",
                hint: "Delete the artifact and build it again"
            )
        }
        reporter.advance(by: artifact.size)
    }
}
