import JSON
import Logging
import Posix
import Reporting
import Time

extension ApplyRun {
    /// Tells in the log what was done, unless the run that was interrupted came so far.
    func log() throws {
        if let intent, try engine.log.tells(of: staged.id, after: intent.logSize) { return }
        try engine.log.append(line)
    }

    /// The import is over and recorded: what fails here is made up for by the next run.
    func tidyUp(_ reporter: Reporter) async {
        do {
            try engine.staging.remove(staged.id)
            if result.didChange { try removeOlderUndo() }
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

    private var line: JSONValue {
        let manifest = staged.head.manifest
        return [
            "import": .string(staged.id),
            "archive_id": .string(staged.head.archiveID),
            "source": .string(manifest.repository.uuid),
            "sequence": .integer(manifest.sequence),
            "scope": .string(manifest.scope.rawValue),
            "target": .string(manifest.target),
            "origin": .string(staged.origin),
            "applied_at": .string(engine.clock.now().text(.seconds)),
            "applied_by": .string(options.initiator),
            "result": .string(result.isPartial ? "partial" : "succeeded"),
            "placed": .integer(Int64(result.placed)),
            "replaced": .integer(Int64(result.replaced)),
            "merged": .integer(Int64(result.merged)),
            "unchanged": .integer(Int64(result.unchanged)),
            "superseded": .integer(Int64(result.superseded)),
            "bytes": .integer(result.bytes),
            "conflicts": .array(result.conflicts.prefix(1000).map { .string($0) }),
            "missing": .array(result.missing.prefix(1000).map { .string($0) }),
            "pending_deletes": .integer(Int64(result.pendingDeletes)),
        ]
    }
}
