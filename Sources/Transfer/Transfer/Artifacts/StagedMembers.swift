import Posix

/// A folder that takes what an archive carries while that is read.
///
/// Files get flat places of their own, for they will be linked into the tree. Documents, which are only merged, lie one
/// behind another in one file.
struct StagedMembers: Sendable {
    /// What is done to each file that will be linked into the tree, before anything is written to it.
    typealias Preparation = @Sendable (borrowing Descriptor) throws(SystemError) -> Void

    private let tree: Directory
    private let documents: OpenFile
    private let prepare: Preparation

    /// Makes what it needs in an empty folder.
    init(in folder: Directory, _ prepare: @escaping Preparation = { _ in }) throws {
        let place = try RelativePath(Self.tree)
        try folder.makeDirectories(place)
        tree = try folder.subdirectory(place)
        documents = OpenFile(try folder.create(RelativePath(StagedDocuments.name)))
        self.prepare = prepare
    }

    /// Where files lie, in the folder.
    static let tree = "tree"

    /// Makes a folder for files, which may be there.
    func makeFolder(_ folder: RelativePath) throws { try tree.makeDirectories(folder) }

    /// Makes a file at its flat place, whose folder is there.
    func create(at place: RelativePath) throws -> OpenFile {
        let file = OpenFile(try tree.create(place))
        try prepare(file.descriptor)
        return file
    }

    /// Makes all that was written so far survive a power cut.
    func synchronize() throws { try tree.synchronizeFileSystem() }

    /// Adds the next document.
    func append(_ document: [UInt8]) throws { try documents.descriptor.write(document) }
}
