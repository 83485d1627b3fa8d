import Persistence
import Posix
import SQLite
import Time

/// Archives that are being written: `.<name>.partial`, locked by whoever writes them.
extension ArtifactStore {
    /// Makes a new file under the first name of that minute that nothing has, or ever had, and locks it: who carries
    /// two archives must not find them under one name.
    ///
    /// Until it is unlocked nobody takes it for a leftover.
    func createPartial(created: Moment) async throws -> (ArtifactName, OpenFile) {
        for ordinal in 1...10_000 {
            let name = ArtifactName(created: created, ordinal: ordinal)
            guard try folder.info(RelativePath(name.file)) == nil, try await !wasGiven(name),
                let file = try create(name)
            else { continue }
            return (name, file)
        }
        throw TransferError(.conflict, folder.path.string, "holds too many archives of this minute")
    }

    /// Ends what builds that were killed left behind: what was recorded gets its name, the rest is removed.
    ///
    /// Archives that are being written meanwhile, by this process or another one, are left alone.
    package func recover() async throws {
        for entry in try folder.entries() {
            guard let name = ArtifactName(partial: entry.name), let file = try abandoned(name) else { continue }
            defer { file.descriptor.unlock() }
            if try await isRecorded(name), try folder.info(RelativePath(name.file)) == nil {
                try folder.renameNew(RelativePath(name.partial), to: RelativePath(name.file))
            } else {
                try discard(name)
            }
            try folder.synchronize()
        }
        try removeLeftLines()
    }

    /// A build writes the line of its archive while the partial file is there: without that nobody does any more, but for
    /// whoever adopts an archive, and tries again.
    private func removeLeftLines() throws {
        try AtomicFile.removeLeftovers(in: folder) { line in
            guard let name = ArtifactName(sidecar: line), let partial = try? RelativePath(name.partial) else {
                return false
            }
            return (try? folder.info(partial) == nil) ?? false
        }
    }

    /// `nil` when the name is taken.
    private func create(_ name: ArtifactName) throws -> OpenFile? {
        let path = try RelativePath(name.partial)
        do {
            let file = OpenFile(try folder.create(path))
            // Until it was locked it looked like a leftover, and somebody may have removed it.
            guard try file.descriptor.tryLock() else { return nil }
            return try folder.info(path)?.inode == file.descriptor.info().inode ? file : nil
        } catch  where error.errno == .exists {
            return nil
        }
    }

    /// Locks an archive that nobody is writing any more.
    private func abandoned(_ name: ArtifactName) throws -> OpenFile? {
        do {
            let file = OpenFile(try folder.open(RelativePath(name.partial)))
            return try file.descriptor.tryLock() ? file : nil
        } catch let error as SystemError where error.errno == .noEntry {
            return nil
        }
    }

    /// The sidecar first: as long as the archive is there, another attempt finds both.
    private func discard(_ name: ArtifactName) throws {
        try AtomicFile.removeLeftovers(in: folder) { $0 == name.sidecar }
        if try folder.info(RelativePath(name.file)) == nil { try folder.removeAll(RelativePath(name.sidecar)) }
        try folder.removeAll(RelativePath(name.partial))
    }

    private func wasGiven(_ name: ArtifactName) async throws -> Bool {
        try await database.read { connection in
            try connection.fetchOne("SELECT 1 FROM artifact_names WHERE id = ?", [.text(name.id)]) { _ in true }
                ?? false
        }
    }

    private func isRecorded(_ name: ArtifactName) async throws -> Bool {
        try await database.read { connection in
            try connection.fetchOne("SELECT 1 FROM artifacts WHERE id = ?", [.text(name.id)]) { _ in true } ?? false
        }
    }
}
