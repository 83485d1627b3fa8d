import Archives
package import Posix

/// Where the members of an archive come from.
package struct ArchiveInput: Sendable {
    /// The file or folder as the caller named it.
    package let path: AbsolutePath
    /// Whether it is a folder rather than a file.
    package let isFolder: Bool
    /// What the file is a part of; `nil` where it is the whole.
    private let parts: PartSet?
    /// What the file may unpack to at most, in bytes: the format allows no more than this in one archive.
    private static let unpackedLimit: Int64 = 1 << 43

    /// Looks at what lies at `path`; throws when there is neither a file nor a folder.
    ///
    /// Whichever part of an archive is named, all of them are meant, and throws where they are not all there.
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
        let part = isFolder ? nil : PartName(file: path.lastComponent)
        parts = try part.map { try PartSet(of: $0, in: folder) }
    }

    func open() throws -> any MemberReader {
        if isFolder { return try FolderMembers(Directory(opening: path)) }
        if let parts { return try ArchiveMembers(PartSource(parts), limit: Self.unpackedLimit) }
        let file = try Directory(opening: path.parent).open(RelativePath(path.lastComponent))
        return try ArchiveMembers(DescriptorSource(file), limit: Self.unpackedLimit)
    }
}
