import Crypto
import Posix

/// Writes documents as they were before an import, with what the site changed since.
struct DocumentReverser {
    let swap: DocumentSwap
    let plan: RollbackPlan
    /// Whose undo it is.
    let id: String

    /// A document that waits to be written.
    struct Reversed {
        let change: UndoRecord.Change
        /// What it becomes; `nil` where it goes.
        let bytes: [UInt8]?
        fileprivate let location: RelativePath
        /// What lay there when it was decided.
        fileprivate let base: FileInfo?
    }

    /// Says what a document becomes, and lets that wait; `nil` where nothing is to be done.
    func reverse(_ change: UndoRecord.Change) throws -> Reversed? {
        let location = try swap.sink.location(of: change.path)
        let (now, base) = try swap.read(location)
        // What the site removed itself stays away.
        guard now != nil || change.new == nil else { return nil }
        let bytes = try result(for: change, now)
        guard bytes != now else { return nil }
        if let bytes { try swap.prepare(bytes, for: change.path) }
        return Reversed(change: change, bytes: bytes, location: location, base: base)
    }

    /// Writes it, decided again if the live one was rewritten since; whether anything was done.
    func install(_ reversed: Reversed) async throws -> Bool {
        try await swap.locked(reversed.location) {
            var document = reversed
            if try swap.sink.root.info(document.location) != document.base {
                guard let again = try reverse(document.change) else { return false }
                document = again
                try swap.sink.root.synchronizeFileSystem()
            }
            if document.bytes == nil {
                try swap.sink.root.unlink(document.location)
            } else {
                try swap.put(document.change.path, at: document.location)
            }
            return true
        }
    }

    private func result(for change: UndoRecord.Change, _ now: [UInt8]?) throws -> [UInt8]? {
        let before = try swap.read(UndoFolder.files(of: id).appending(change.path)).bytes
        let after = try swap.read(UndoFolder.document(change.path, of: id)).bytes
        guard after != nil || change.new == nil else {
            throw TransferError(.recordsDamaged, change.path.string, "is not kept as the import left it")
        }
        guard let now, after != now, before != now else { return before }
        let request = ReversalRequest(
            entry: Entry(
                path: change.path,
                size: Int64(now.count),
                sha512: change.new ?? SHA512.hash(now),
                kind: change.kind,
                package: change.package,
                version: nil
            ),
            before: before,
            after: after,
            now: now,
            removed: plan.goneFiles(of: change.package)
        )
        return try swap.sink.merger.reverse(request)
    }
}
