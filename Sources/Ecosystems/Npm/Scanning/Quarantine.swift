import Posix
import Transfer
import Trees

/// Where the bytes of broken files go, `<storage>/.packferry/quarantine`: nothing is ever deleted or replaced there.
struct Quarantine: Sendable {
    private static let name = "quarantine"
    /// Behind the place of a file: what was fetched in its stead, and is no better.
    private static let fetched = "-fetched"

    private let folder: RepositoryFolder

    init(_ folder: RepositoryFolder) { self.folder = folder }

    /// Where a broken file goes, beneath the repository's folder, before it goes: `quarantine/lodash/lodash-1.0.0.tgz.7-1`
    /// for the first attempt at finding 7.
    func place(for path: String, finding: Int64, attempt: Int) throws -> RelativePath {
        try RelativePath("\(Self.name)/\(path).\(finding)-\(attempt)")
    }

    /// The same for what was fetched in its stead.
    static func fetchedPlace(beside place: RelativePath) throws -> RelativePath {
        try RelativePath("\(place)\(fetched)")
    }

    /// Where the broken file went that belongs to what lies at `path`.
    static func place(of path: RelativePath) -> String {
        path.string.hasSuffix(fetched) ? String(path.string.dropLast(fetched.count)) : path.string
    }

    /// The folder of the repository, beneath which all places lie.
    var directory: Directory { folder.directory }

    /// The folder of all of it; `nil` where nothing was ever moved away.
    var top: RelativePath? {
        get throws {
            let path = try RelativePath(Self.name)
            return try directory.info(path) == nil ? nil : path
        }
    }

    /// Moves a file away, durably; a name that is taken is `EEXIST`.
    ///
    /// False where it is another than `seen` by now: then it stays.
    func take(_ location: RelativePath, to place: RelativePath, seen: FileIdentity) throws -> Bool {
        if let parent = place.parent { try AtomicFile.makeFolders(parent, in: folder.directory, mode: 0o700) }
        try folder.root.renameNew(location, to: place, in: folder.directory)
        guard try folder.directory.info(place).map({ FileIdentity($0).isSameFile(as: seen) }) ?? false else {
            try folder.directory.renameNew(place, to: location, in: folder.root)
            return false
        }
        try AtomicFile.synchronizeParent(of: place, in: folder.directory)
        try AtomicFile.synchronizeParent(of: location, in: folder.root)
        return true
    }

    /// Moves a file back, durably; false where another has come in its place: then it stays.
    func giveBack(_ place: RelativePath, to location: RelativePath) throws -> Bool {
        do throws(SystemError) {
            try folder.directory.renameNew(place, to: location, in: folder.root)
        } catch  where error.errno == .exists {
            return false
        }
        try AtomicFile.synchronizeParent(of: location, in: folder.root)
        return true
    }
}

extension FileIdentity {
    /// Whether it is that file with the bytes it had; its name, and with it the time of its last change, may be another.
    fileprivate func isSameFile(as other: FileIdentity) -> Bool {
        device == other.device && inode == other.inode && size == other.size && modified == other.modified
    }
}
