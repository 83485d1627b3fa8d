import Posix

/// Looks at a storage into which another program writes, until what it was asked to write is there.
struct StorageWatch: Sendable {
    /// What came of waiting for a tarball.
    enum Arrival: Sendable, Equatable {
        /// It is there, with so many bytes.
        case arrived(Int64)
        /// A part of it lies there and grows no more: who wrote it may have ended.
        case stalled
        /// It is not there, and nobody writes it.
        case nothing
    }

    private static let first = Duration.milliseconds(2)
    private static let longest = Duration.milliseconds(200)

    let root: Directory
    let layout: StorageLayout
    /// How long nothing may move before it is given up.
    let patience: Duration
    let clock: any Clock<Duration>

    /// Waits until a tarball is there, or does not come: nothing grows for `patience`, or what grew is gone.
    func arrival(of file: TarballFileName, of name: PackageName) async throws -> Arrival {
        let folder = try layout.folder(of: name)
        let path = try folder.appending(file.string)
        var (pause, idle, seen) = (Self.first, Duration.zero, Int64?.none)
        while idle < patience {
            if let size = try size(of: path) { return .arrived(size) }
            let part = idle > Self.longest ? unfinishedBytes(of: file, in: folder) : seen
            // It has its name now, or was given up.
            if seen != nil, part == nil { return try size(of: path).map(Arrival.arrived) ?? .nothing }
            (idle, seen) = part == seen ? (idle + pause, seen) : (.zero, part)
            try await clock.sleep(for: pause)
            pause = min(pause * 2, Self.longest)
        }
        return seen == nil ? .nothing : .stalled
    }

    private func size(of path: RelativePath) throws -> Int64? {
        let info = try root.info(path)
        return info?.kind == .regular ? info?.size : nil
    }

    /// The bytes of the downloads of a file that have not ended; `nil` where there are none.
    private func unfinishedBytes(of file: TarballFileName, in folder: RelativePath) -> Int64? {
        let entries = (try? root.subdirectory(folder).entries()) ?? []
        let parts = entries.filter {
            $0.name.hasPrefix("\(file.string).") && TarballFileName.isUnfinished($0.name)
        }
        return parts.isEmpty ? nil : parts.reduce(0) { $0 + $1.info.size }
    }
}
