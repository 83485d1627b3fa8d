import Posix
import Spooling

/// Keeps documents as they were before an apply, and as it left them: what differs from that later on is the site's.
struct UndoDocuments: Sendable {
    let swap: DocumentSwap
    /// Whose undo it is.
    let id: String
    /// What earlier applies of the same archive did.
    let earlier: UndoRecord?

    private var sink: any TreeSink { swap.sink }

    /// Keeps both, before what waits gets its name; `live` is nil where nothing lies there, `waiting` where nothing
    /// will.
    func keep(_ entry: Entry, live: RelativePath?, waiting: RelativePath?) throws {
        let before = try UndoFolder.files(of: id).appending(entry.path)
        let after = try UndoFolder.document(entry.path, of: id)
        if earlier?.changes[entry.path] != nil {
            try renew(before, of: entry, live: live, after: after)
        } else {
            try link(live, to: before)
        }
        try link(waiting, to: after)
    }

    /// Brings what earlier applies found up to date with what the site has written since.
    private func renew(_ before: RelativePath, of entry: Entry, live: RelativePath?, after: RelativePath) throws {
        guard let now = try live.flatMap({ try swap.read($0).bytes }) else { return }
        let request = ReversalRequest(
            entry: entry,
            before: try swap.read(before).bytes,
            after: try swap.read(after).bytes,
            now: now,
            removed: []
        )
        do {
            guard let bytes = try sink.merger.reverse(request) else { return try sink.root.removeAll(before) }
            try AtomicFile.write(bytes, to: before, in: sink.root)
        } catch  where DocumentFault.isOfDocument(error) {
            // Damaged since, it says nothing of what the site wants: what there was before stays what counts.
        }
    }

    private func link(_ file: RelativePath?, to place: RelativePath) throws {
        // What is there is of a run that was interrupted before the document got its name.
        if try sink.root.info(place) != nil { try sink.root.unlink(place) }
        guard let file else { return }
        if let parent = place.parent { try sink.root.makeDirectories(parent) }
        try sink.root.link(file, to: place)
    }
}
