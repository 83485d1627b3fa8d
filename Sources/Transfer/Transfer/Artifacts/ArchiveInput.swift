import Archives
package import Posix

/// Where the members of an archive come from.
package struct ArchiveInput: Sendable {
    /// The file or folder as the caller named it.
    package let path: AbsolutePath
    /// Whether it is a folder rather than a file.
    package let isFolder: Bool
    /// What the file may unpack to at most, in bytes: the format allows no more than this in one archive.
    private static let unpackedLimit: Int64 = 1 << 43

    /// Looks at what lies at `path`; throws when there is neither a file nor a folder.
    package init(_ path: AbsolutePath) throws {
        self.path = path
        let folder = try Directory(opening: path.parent)
        let name = try RelativePath(path.lastComponent)
        guard let info = try folder.info(name) else {
            throw TransferError(.notFound, path.string, "does not exist")
        }
        guard info.kind == .regular || info.kind == .directory else {
            throw TransferError(.refused, path.string, "is neither an archive nor a folder of its members")
        }
        isFolder = info.kind == .directory
    }

    func open() throws -> any MemberReader {
        if isFolder { return try FolderMembers(Directory(opening: path)) }
        let folder = try Directory(opening: path.parent)
        return try ArchiveMembers(try folder.open(RelativePath(path.lastComponent)), limit: Self.unpackedLimit)
    }
}
