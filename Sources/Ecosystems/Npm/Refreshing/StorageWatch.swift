import Posix

/// Looks at a storage into which another program writes, until what it was asked to write is there.
struct StorageWatch: Sendable {
    private static let first = Duration.milliseconds(2)
    private static let longest = Duration.milliseconds(200)

    let root: Directory
    let layout: StorageLayout
    /// How long nothing may move before it is given up.
    let patience: Duration
    let clock: any Clock<Duration>

    /// Waits until a tarball is there, and gives its size; `nil` when it does not come: nothing grows for `patience`.
    func arrival(of file: TarballFileName, of name: PackageName) async throws -> Int64? {
        let folder = try layout.folder(of: name)
        let path = try folder.appending(file.string)
        var (pause, idle, seen) = (Self.first, Duration.zero, Int64(-1))
        while idle < patience {
            if let info = try root.info(path), info.kind == .regular { return info.size }
            let grown = idle > Self.longest ? unfinishedBytes(of: file, in: folder) : seen
            (idle, seen) = grown == seen ? (idle + pause, seen) : (.zero, grown)
            try await clock.sleep(for: pause)
            pause = min(pause * 2, Self.longest)
        }
        return nil
    }

    /// The bytes of the downloads of a file that have not ended.
    private func unfinishedBytes(of file: TarballFileName, in folder: RelativePath) -> Int64 {
        let entries = (try? root.subdirectory(folder).entries()) ?? []
        return entries.reduce(0) { sum, entry in
            let isPart = entry.name.hasPrefix("\(file.string).") && TarballFileName.isUnfinished(entry.name)
            return isPart ? sum + entry.info.size : sum
        }
    }
}
