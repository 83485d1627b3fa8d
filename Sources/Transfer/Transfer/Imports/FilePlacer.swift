import Crypto
import Posix
import Reporting

/// Gives staged files their names in the live tree: new ones by a link, others by an exchange that keeps the old.
struct FilePlacer {
    let sink: any TreeSink
    let id: String
    let ownership: Ownership

    private var root: Directory { sink.root }

    /// Where the files that an import replaced are kept.
    static func undo(of id: String) throws -> RelativePath { try RelativePath("\(RepositoryFolder.name)/undo/\(id)") }

    /// Links a new file; returns false when another file took the name meanwhile.
    func place(_ entry: Entry) throws -> Bool {
        let target = try sink.location(of: entry.path)
        let staged = try stagedPath(entry)
        try ownership.makeFolder(of: target, in: root)
        do {
            try root.link(staged, to: target)
            return true
        } catch  where error.errno == .exists {
            guard try root.info(target)?.kind == .regular else { return false }
            return isContent(of: target, entry.sha512)
        }
    }

    /// Exchanges a file and keeps the old one; returns false when what came out is not what was expected.
    func replace(_ entry: Entry, expecting old: SHA512Digest) throws -> Bool {
        let target = try sink.location(of: entry.path)
        let staged = try stagedPath(entry)
        guard try root.info(staged) != nil else { return isContent(of: target, entry.sha512) }
        if try digest(of: staged) == entry.sha512 {
            guard try root.info(target) != nil else { return try place(entry) }
            try root.exchange(staged, with: target)
        }
        guard isContent(of: staged, old) else {
            try root.exchange(staged, with: target)
            return false
        }
        try keep(staged, as: entry.path)
        return true
    }

    /// Moves what was replaced into the undo folder; what is there already stays.
    private func keep(_ path: RelativePath, as name: RelativePath) throws {
        let undo = try Self.undo(of: id).appending(name)
        if let parent = undo.parent { try root.makeDirectories(parent) }
        do {
            try root.renameNew(path, to: undo)
        } catch  where error.errno == .exists {
            try root.unlink(path)
        }
    }

    private func stagedPath(_ entry: Entry) throws -> RelativePath {
        try StagingArea.tree(of: id).appending(entry.path)
    }

    private func digest(of path: RelativePath) throws -> SHA512Digest {
        try FileDigest(of: root.open(path)).sha512
    }

    /// Whether a file of the site can be read and has that content.
    private func isContent(of path: RelativePath, _ digest: SHA512Digest) -> Bool {
        (try? self.digest(of: path)) == digest
    }
}
