import Crypto
import Logging
import Posix
import Reporting
import Spooling

extension ApplyRun {
    var undo: UndoFolder { UndoFolder(of: staged.id, in: engine.folder) }

    /// Keeps what can be taken back, unless what an earlier apply of this archive did is kept no more: without that, it
    /// would be taken back in part.
    func keepUndo() throws {
        guard try !isRepeated || undo.isSealed else { return }
        try undo.seal(undoRecord(), keeping: formerTarget)
    }

    /// What was done to the tree, in this run and in the one that was interrupted.
    private func undoRecord() throws -> UndoRecord {
        var record = UndoRecord(of: staged.id)
        for entry in change.placed.values {
            try record.add(Self.change(entry, old: exchanged[entry.path], new: entry.sha512))
        }
        let deleted = Set(change.deleted)
        for delete in deletes where deleted.contains(delete.path) && !delete.isDocument {
            try record.add(Self.change(delete.path, delete.place, old: delete.sha512, new: nil))
        }
        for change in documentChanges.values {
            guard let place = sink.rules.place(of: change.path) else { continue }
            try record.add(Self.change(change.path, place, old: change.old, new: change.new))
        }
        return record
    }

    private static func change(_ entry: Entry, old: SHA512Digest?, new: SHA512Digest?) -> UndoRecord.Change {
        change(entry.path, EntryPlace(entry.kind, of: entry.package), old: old, new: new)
    }

    private static func change(
        _ path: RelativePath,
        _ place: EntryPlace,
        old: SHA512Digest?,
        new: SHA512Digest?
    ) -> UndoRecord.Change {
        UndoRecord.Change(path: path, kind: place.kind, package: place.package, old: old, new: new)
    }

    /// Tells in the log what was done, unless the run that was interrupted came so far.
    func log() throws {
        if let intent, try engine.log.tells(of: staged.id, after: intent.logSize) { return }
        try engine.log.append(outcome.capped)
    }

    /// The import is over and recorded: what fails here is made up for by the next run.
    func tidyUp(_ reporter: Reporter) async {
        do {
            try engine.staging.remove(staged.id)
            try UndoFolder.prune(in: engine.folder, by: engine.log)
            try await notePlaced()
        } catch {
            reporter.log(.warning, "could not tidy up after an import", ["reason": "\(error)"])
        }
    }

    /// How many files are noted at once.
    private static var batch: Int { 5000 }

    /// Has the index of the tree note what was placed, once nothing touches those files any more.
    private func notePlaced() async throws {
        var files: [PlacedFile] = []
        for entry in change.placed.values {
            guard let info = try sink.root.info(sink.location(of: entry.path)) else { continue }
            files.append(PlacedFile(entry: entry, info: info))
            guard files.count >= Self.batch else { continue }
            try await sink.placed(files)
            files = []
        }
        if !files.isEmpty { try await sink.placed(files) }
    }
}
