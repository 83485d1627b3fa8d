import HTTPMessages
import Posix

/// A file of the store that is not whole yet, beneath `incoming/`.
struct IncomingFile: Sendable {
    let path: RelativePath
    let file: OpenFile
    /// What the contents are the start of; `nil` when they are nobody's.
    let prefix: EntityTag?
    private let root: Directory
    /// Where the tag is kept by which a later attempt goes on; `nil` for a file that none goes on with.
    private let tagPath: RelativePath?

    /// Opens a new file that no later attempt goes on with.
    static func small(in root: Directory) throws -> IncomingFile {
        let path = try RelativePath("\(BlobStore.incoming)/\(UInt64.random(in: .min ... .max)).part")
        return IncomingFile(path: path, file: OpenFile(try root.create(path)), prefix: nil, root: root, tagPath: nil)
    }

    /// Opens the file of that name, which may hold what an earlier attempt left; a new one while another process has it.
    static func resuming(_ name: String, in root: Directory) throws -> IncomingFile {
        let path = try RelativePath("\(BlobStore.incoming)/\(name).part")
        let tagPath = try RelativePath("\(BlobStore.incoming)/\(name).etag")
        let file = OpenFile(try root.openForAppending(path))
        guard try file.descriptor.tryLock() else { return try small(in: root) }
        // It may have been finished, and be a content now, between the two calls.
        let (own, named) = (try file.descriptor.info(), try root.info(path))
        guard own.inode == named?.inode, own.device == named?.device else { return try small(in: root) }
        let tag = own.size > 0 ? try readTag(tagPath, in: root) : nil
        return IncomingFile(path: path, file: file, prefix: tag, root: root, tagPath: tagPath)
    }

    private static func readTag(_ path: RelativePath, in root: Directory) throws -> EntityTag? {
        guard try root.info(path) != nil else { return nil }
        let bytes = try root.open(path).readAll(limit: 8192)
        guard let tag = EntityTag(parsing: String(decoding: bytes, as: UTF8.self)), !tag.isWeak else { return nil }
        return tag
    }

    /// Notes by what tag the body can be gone on with that begins now.
    func keep(_ tag: EntityTag?) throws {
        guard let tagPath else { return }
        dropTag()
        guard let tag else { return }
        // Not durable: a wrong tag costs a download at worst, since the digest decides in the end.
        try root.create(tagPath).write(Array(tag.description.utf8))
    }

    /// Whether a later attempt can go on with what is there.
    var canGoOn: Bool {
        guard let tagPath else { return false }
        return (try? root.info(tagPath)) != nil
    }

    /// Removes it and whatever is kept of it.
    func drop() {
        try? root.unlink(path)
        dropTag()
        release()
    }

    func dropTag() {
        guard let tagPath, canGoOn else { return }
        try? root.unlink(tagPath)
    }

    /// Lets others have it.
    ///
    /// Closing is not enough: a child process between fork(2) and exec(3) has a copy of the open file.
    func release() { if tagPath != nil { file.descriptor.unlock() } }
}
