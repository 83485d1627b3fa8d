import API
import Transfer

extension Invocation {
    /// Deletes what lies behind a path, or in a dry run only says what would go; `path` is the one for a dry run or not.
    ///
    /// What goes is asked first, so that it can be said afterwards.
    func delete(_ path: (_ isDryRun: Bool) -> String) async throws -> Answer {
        let api = try await backend().api
        var deletion: Deletion = try await api.tryDeleting(path(true))
        if !isDryRun { try await api.delete(path(false)) }
        deletion.isDryRun = isDryRun
        return Answer(deletion, deletion.blocks)
    }
}

extension Deletion {
    fileprivate var blocks: [Block] {
        let verb = isDryRun ? "would delete" : "deleted"
        let weight = files.count == 0 ? "" : ": \(Quantity.counted(files.count, "file")), \(Quantity.bytes(bytes))"
        let lines = [Block.line("\(verb) \(deleted)\(weight)")] + Block.lines("with the name", names)
        guard isDryRun else { return lines }
        return lines + Block.first("file", files.items.map(\.path), of: files.count)
    }
}
