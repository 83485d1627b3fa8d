import Posix
import Time
import Transfer

extension Quarantine {
    /// Deletes the files that were moved here before a moment, but for those of `kept` places and what was fetched in
    /// their stead, and the folders that are empty then; a dry run only says which.
    func prune(before moment: Moment, keeping kept: Set<String>, isDryRun: Bool) throws -> PrunedPart {
        var part = PrunedPart()
        if let top = try self.top {
            try prune(top, before: moment.nanoseconds, keeping: kept, isDryRun: isDryRun, &part)
        }
        return part
    }

    private func prune(
        _ folder: RelativePath,
        before moment: Int64,
        keeping kept: Set<String>,
        isDryRun: Bool,
        _ part: inout PrunedPart
    ) throws {
        for entry in try directory.subdirectory(folder).entries() {
            let path = try folder.appending(entry.name)
            if entry.info.kind == .directory {
                try prune(path, before: moment, keeping: kept, isDryRun: isDryRun, &part)
                if !isDryRun { try removeIfEmpty(path) }
            } else if entry.info.changed < moment {
                guard !kept.contains(Self.place(of: path)) else {
                    part.kept.append(
                        PrunedPart.Kept(id: path.string, reason: "belongs to a file that is not mended yet")
                    )
                    continue
                }
                if !isDryRun { try directory.unlink(path) }
                part.removed.append(PrunedPart.Removed(id: path.string, bytes: entry.info.size))
            }
        }
    }

    private func removeIfEmpty(_ path: RelativePath) throws {
        guard try directory.subdirectory(path).entries().isEmpty else { return }
        try directory.removeDirectory(path)
    }
}
