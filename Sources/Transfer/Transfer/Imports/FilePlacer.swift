import Crypto
import Posix
import Reporting

/// Gives staged files their names in the live tree: new ones by a link, others by an exchange that keeps the old, or,
/// where the file system cannot exchange, by a second name for the old and a rename of the new.
struct FilePlacer {
    let sink: any TreeSink
    /// Where the files lie that get names, at flat places, relative to the tree's root.
    let staged: RelativePath
    /// Where the files go that lose theirs, relative to the tree's root.
    let kept: RelativePath
    let ownership: Ownership

    private var root: Directory { sink.root }

    /// What lies at a name after it was to be given to a file.
    enum Outcome {
        /// The file that was staged.
        case placed
        /// One of the site's own that came first, with the same content.
        case found
        /// One of the site's own with other content.
        case kept
    }

    /// Links a new file.
    func place(_ entry: Entry) throws -> Outcome {
        let target = try sink.location(of: entry.path)
        do {
            try link(stagedPlace(of: entry.path), to: target)
            return .placed
        } catch let error as SystemError where error.errno == .exists {
            if try isPlaced(entry) { return .placed }
            guard try root.info(target)?.kind == .regular else { return .kept }
            return isContent(of: target, entry.sha512) ? .found : .kept
        }
    }

    /// Links a file, and makes the folder for it only where that turns out to be missing: most files have neighbours.
    private func link(_ staged: RelativePath, to target: RelativePath) throws {
        do {
            try root.link(staged, to: target)
        } catch  where error.errno == .noEntry {
            try ownership.makeFolder(of: target, in: root)
            try root.link(staged, to: target)
        }
    }

    /// Whether the file that bears the name is the one that was staged, not another of the same content.
    func isPlaced(_ entry: Entry) throws -> Bool {
        guard let staged = try root.info(stagedPlace(of: entry.path)) else { return false }
        let live = try root.info(sink.location(of: entry.path))
        return live?.inode == staged.inode && live?.device == staged.device
    }

    /// Exchanges a file and keeps the old one, unless what came out is not what was expected.
    func replace(_ entry: Entry, expecting old: SHA512Digest) throws -> Outcome {
        let target = try sink.location(of: entry.path)
        let staged = try stagedPlace(of: entry.path)
        guard try root.info(staged) != nil else { return isContent(of: target, entry.sha512) ? .placed : .kept }
        if try digest(of: staged) == entry.sha512 {
            guard try root.info(target) != nil else { return try place(entry) }
            do {
                try root.exchange(staged, with: target)
            } catch  where error.errno.isUnsupported {
                return try replaceByRename(entry, at: target, expecting: old)
            }
        }
        guard isContent(of: staged, old) else {
            try root.exchange(staged, with: target)
            return .kept
        }
        try keep(staged, as: entry.path)
        return .placed
    }

    /// Keeps the old file by a second name and renames the new one over it.
    ///
    /// The old one is looked at right before; nothing can hold off whoever writes in between. A restart finds the old
    /// one where it was, or the new one in place and nothing staged.
    private func replaceByRename(
        _ entry: Entry,
        at target: RelativePath,
        expecting old: SHA512Digest
    ) throws -> Outcome {
        let before = try root.info(target)
        guard isContent(of: target, old) else { return .kept }
        let place = try keptPlace(of: entry.path)
        do {
            try root.link(target, to: place)
        } catch  where error.errno == .exists {
            // What is there already stays.
        }
        guard try root.info(target)?.inode == before?.inode else { return .kept }
        try root.rename(stagedPlace(of: entry.path), to: target)
        return .placed
    }

    /// Takes a file out of the tree and keeps it, unless what came out is not what was expected.
    ///
    /// One that is not there any more is removed, too.
    func remove(_ path: RelativePath, expecting old: SHA512Digest) throws -> Bool {
        let target = try sink.location(of: path)
        guard let info = try root.info(target) else { return true }
        guard info.kind == .regular, isContent(of: target, old) else { return false }
        let place = try keptPlace(of: path)
        do {
            try root.renameNew(target, to: place)
        } catch  where error.errno == .exists {
            try root.unlink(target)
            return true
        }
        guard try root.info(place)?.inode == info.inode else {
            try root.renameNew(place, to: target)
            return false
        }
        return true
    }

    /// Removes the folders above files that went, as far as nothing is left in them.
    func removeEmptyFolders(above paths: [RelativePath]) throws {
        for path in paths {
            var folder = try sink.location(of: path).parent
            while let place = folder, try removeEmpty(place) { folder = place.parent }
        }
    }

    private func removeEmpty(_ folder: RelativePath) throws -> Bool {
        do {
            try root.removeDirectory(folder)
            return true
        } catch  where error.errno == .noEntry {
            return true
        } catch  where error.errno == .notEmpty {
            return false
        }
    }

    private func keptPlace(of path: RelativePath) throws -> RelativePath {
        let place = try kept.appending(path)
        if let parent = place.parent { try root.makeDirectories(parent) }
        return place
    }

    /// Moves what was replaced to what is kept; what is there already stays.
    private func keep(_ path: RelativePath, as name: RelativePath) throws {
        let place = try keptPlace(of: name)
        do {
            try root.renameNew(path, to: place)
        } catch  where error.errno == .exists {
            try root.unlink(path)
        }
    }

    /// Where the file lies that gets a name, relative to the tree's root.
    func stagedPlace(of path: RelativePath) throws -> RelativePath { try staged.appending(path.flat) }

    private func digest(of path: RelativePath) throws -> SHA512Digest {
        try FileDigest(of: root.open(path)).sha512
    }

    /// Whether a file of the site can be read and has that content.
    private func isContent(of path: RelativePath, _ digest: SHA512Digest) -> Bool {
        (try? self.digest(of: path)) == digest
    }
}
