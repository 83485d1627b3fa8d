import Crypto
import Logging
import Posix
import Reporting

extension ApplyRun {
    var undo: UndoFolder { UndoFolder(of: staged.id, in: engine.folder) }

    /// Keeps what can be taken back, unless what an earlier apply of this archive did is kept no more: without that, it
    /// would be taken back in part.
    func keepUndo() throws {
        guard try !isRepeated || undo.isSealed else { return }
        try undo.seal(undoRecord, keeping: formerTarget)
    }

    /// What was done to the tree, in this run and in the one that was interrupted.
    private var undoRecord: UndoRecord {
        let placed = change.placed.map { Self.change($0, old: exchanged[$0.path], new: $0.sha512) }
        let deleted = Set(change.deleted)
        let files = deletes.filter { deleted.contains($0.path) && !$0.isDocument }
        let gone = files.map { delete in
            Self.change(delete.path, delete.place, old: delete.sha512, new: nil)
        }
        let documents = documentChanges.values.compactMap { change in
            sink.rules.place(of: change.path).map { Self.change(change.path, $0, old: change.old, new: change.new) }
        }
        return UndoRecord(of: staged.id, placed + gone + documents)
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
            try await sink.placed(placedFiles())
        } catch {
            reporter.log(.warning, "could not tidy up after an import", ["reason": "\(error)"])
        }
    }

    /// What the index of the tree may note, once nothing touches the placed files any more.
    private func placedFiles() throws -> [PlacedFile] {
        try change.placed.compactMap { entry in
            try sink.root.info(sink.location(of: entry.path)).map { PlacedFile(entry: entry, info: $0) }
        }
    }
}
