import Crypto
package import Posix

/// An archive on its way in: `<storage>/.packferry/uploads/<random>.tar.zst` until it is staged.
///
/// All of it blocks.
package struct Upload: Sendable {
    private static let uploads = "uploads"
    private static let purpose = "the upload"
    /// What must stay free beside the archive.
    package static let reserve: Int64 = 64 << 20

    private let folder: Directory
    private let name: RelativePath
    private let file: OpenFile
    private let bounds: StagingBounds
    private let space: SpaceKeeper
    /// Bytes of the imports that wait.
    private let held: Int64

    /// Makes the file; throws when what was announced cannot fit beside what staging takes, or more than is allowed would
    /// be on its way or wait.
    package init(
        to folder: RepositoryFolder,
        announced: Int64?,
        within bounds: StagingBounds,
        space: SpaceKeeper = SpaceKeeper()
    ) throws {
        self.folder = folder.directory
        self.bounds = bounds
        self.space = space
        name = try RelativePath("\(Self.uploads)/\(ArtifactName.file(of: Randomness.hex(16)))")
        held = try bounds.require(room: announced ?? 0, in: folder)
        try space.require(announced ?? 0, for: Self.purpose, in: self.folder, atLeast: Self.reserve)
        try self.folder.makeDirectories(Self.place, mode: 0o700)
        file = OpenFile(try self.folder.create(name, mode: 0o600))
        do {
            // Counted once it is there: of two that begin at once, both see each other.
            try bounds.requireTurn(in: self.folder)
        } catch {
            try remove()
            throw error
        }
    }

    /// Where uploads lie, beside the tree's other records.
    static var place: RelativePath { get throws(PathError) { try RelativePath(uploads) } }

    /// Where it lies.
    package var path: AbsolutePath { folder.path.appending(name) }

    /// Writes more of it, unless the room for it is gone.
    package func write(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        try space.require(Int64(bytes.count), for: Self.purpose, in: folder, atLeast: Self.reserve)
        if bounds.bytes != nil {
            try bounds.require(
                Int64(bytes.count),
                beside: held + StagingBounds.received(in: folder).bytes,
                in: folder
            )
        }
        try file.descriptor.write(bytes)
    }

    /// Removes it, staged or not.
    package func remove() throws { try folder.unlink(name) }

    /// Whether a path is that of an upload to the tree at `root`, and so nobody's file but ours.
    package static func isUpload(_ path: AbsolutePath, to root: AbsolutePath) throws -> Bool {
        path.parent == root.appending(try RelativePath("\(RepositoryFolder.name)/\(uploads)"))
    }

    /// Removes an upload to the tree at `root` by its path; any other file stays.
    package static func discard(_ path: AbsolutePath, of root: AbsolutePath) throws {
        guard try isUpload(path, to: root) else { return }
        try Directory(opening: path.parent).unlink(RelativePath(path.lastComponent))
    }

    /// The same error without the name of the file, which whoever sent it never gave.
    package static func unnamed(_ error: any Error, at path: AbsolutePath) -> any Error {
        guard let error = error as? TransferError, error.subject.hasPrefix(path.string) else { return error }
        let subject = "The upload\(error.subject.dropFirst(path.string.count))"
        return TransferError(error.code, subject, error.cause, hint: error.hint, details: error.details)
    }

    /// Removes what a service that was killed had taken in.
    package static func removeAll(in folder: RepositoryFolder) throws {
        try folder.directory.removeAll(RelativePath(uploads))
    }
}
