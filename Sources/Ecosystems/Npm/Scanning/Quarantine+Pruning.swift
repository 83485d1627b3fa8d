import Posix
import Time

extension Quarantine {
    /// Deletes the files that were moved here before a moment, but for those of `kept` places and what was fetched in
    /// their stead, and the folders that are empty then; gives how many files went.
    func prune(before moment: Moment, keeping kept: Set<String>) throws -> Int {
        guard let top = try self.top else { return 0 }
        return try prune(top, before: moment.nanoseconds, keeping: kept)
    }

    private func prune(_ folder: RelativePath, before moment: Int64, keeping kept: Set<String>) throws -> Int {
        var count = 0
        for entry in try directory.subdirectory(folder).entries() {
            let path = try folder.appending(entry.name)
            if entry.info.kind == .directory {
                count += try prune(path, before: moment, keeping: kept)
                try removeIfEmpty(path)
            } else if entry.info.changed < moment, !kept.contains(Self.place(of: path)) {
                try directory.unlink(path)
                count += 1
            }
        }
        return count
    }

    private func removeIfEmpty(_ path: RelativePath) throws {
        guard try directory.subdirectory(path).entries().isEmpty else { return }
        try directory.removeDirectory(path)
    }
}
