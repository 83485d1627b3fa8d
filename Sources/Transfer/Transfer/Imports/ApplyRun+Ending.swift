import Logging
import Posix
import Reporting

extension ApplyRun {
    /// Tells in the log what was done, unless the run that was interrupted came so far.
    func log() throws {
        if let intent, try engine.log.tells(of: staged.id, after: intent.logSize) { return }
        try engine.log.append(outcome.capped)
    }

    /// The import is over and recorded: what fails here is made up for by the next run.
    func tidyUp(_ reporter: Reporter) async {
        do {
            try engine.staging.remove(staged.id)
            if outcome.didChange { try removeOlderUndo() }
            try await sink.placed(placedFiles())
        } catch {
            reporter.log(.warning, "could not tidy up after an import", ["reason": "\(error)"])
        }
    }

    /// One step back is kept.
    private func removeOlderUndo() throws {
        let undo = try RelativePath("undo")
        guard try engine.folder.directory.info(undo)?.kind == .directory else { return }
        let kept = try engine.folder.directory.subdirectory(undo)
        for entry in try kept.entries() where entry.name != staged.id { try kept.removeAll(RelativePath(entry.name)) }
    }

    /// What the index of the tree may note, once nothing touches the placed files any more.
    private func placedFiles() throws -> [PlacedFile] {
        try change.placed.compactMap { entry in
            try sink.root.info(sink.location(of: entry.path)).map { PlacedFile(entry: entry, info: $0) }
        }
    }
}
