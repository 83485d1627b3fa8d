import Time

/// The one way a whole file appears: written under another name, made durable, then renamed.
package enum AtomicFile {
    /// What stands between a file's name and the digits while it is written.
    static let mark = ".tmp"

    /// Puts `bytes` at `path` so that a reader, or a power cut, sees either the old file or all of the new one.
    ///
    /// The temporary name is `path` with `.tmp` and digits, which its last component must have room for; it is gone
    /// when this throws. A umask takes bits from `mode`.
    package static func write(
        _ bytes: [UInt8],
        to path: RelativePath,
        in directory: Directory,
        mode: UInt32 = 0o644
    ) throws(SystemError) {
        try write(to: path, in: directory, mode: mode) { (file: borrowing Descriptor) throws(SystemError) in
            try file.write(bytes)
        }
    }

    /// The same for contents that `body` writes.
    package static func write(
        to path: RelativePath,
        in directory: Directory,
        mode: UInt32 = 0o644,
        _ body: (borrowing Descriptor) throws(SystemError) -> Void
    ) throws(SystemError) {
        let temporary = try temporaryName(for: path, in: directory)
        let file = try directory.create(temporary, mode: mode)
        do {
            try finish(file, body)
            try directory.rename(temporary, to: path)
        } catch {
            try? directory.unlink(temporary)
            throw error
        }
        try synchronizeParent(of: path, in: directory)
    }

    /// Gives what was written under another name, and is durable, its own one in the same way; throws if that is taken.
    package static func place(_ finished: RelativePath, at path: RelativePath, in directory: Directory)
        throws(SystemError)
    {
        try directory.renameNew(finished, to: path)
        try synchronizeParent(of: path, in: directory)
    }

    /// Makes the folder at `path` and its parents, where they are missing, so that they survive a power cut: without that
    /// what is put into them would not, however durable it is.
    package static func makeFolders(
        _ path: RelativePath,
        in directory: Directory,
        mode: UInt32 = 0o755
    ) throws(SystemError) {
        for made in try directory.makeDirectories(path, mode: mode) { try synchronizeParent(of: made, in: directory) }
    }

    /// Makes the folder that holds `path` durable.
    package static func synchronizeParent(of path: RelativePath, in directory: Directory) throws(SystemError) {
        guard let parent = path.parent else { return try directory.synchronize() }
        try directory.synchronize(parent)
    }

    private static func finish(
        _ file: consuming Descriptor,
        _ body: (borrowing Descriptor) throws(SystemError) -> Void
    ) throws(SystemError) {
        try body(file)
        try file.synchronize()
        try file.close()
    }

    private static func temporaryName(
        for path: RelativePath,
        in directory: Directory
    ) throws(SystemError) -> RelativePath {
        do {
            return try RelativePath("\(path.string)\(mark)\(UInt32.random(in: 1_000_000...999_999_999))")
        } catch {
            throw SystemError(operation: "create", path: directory.describe(path), errno: .nameTooLong)
        }
    }
}

extension AtomicFile {
    /// Removes the temporary files of writes that never ended, of the files whose names `isOurs` knows.
    ///
    /// Where others may be writing, `unchangedFor` must be longer than any write takes.
    package static func removeLeftovers(
        in folder: Directory,
        unchangedFor age: Duration = .zero,
        of isOurs: (String) -> Bool
    ) throws {
        let newest = WallClock.system.now() - age
        for entry in try folder.entries() where entry.isName && entry.info.kind == .regular {
            guard let name = finalName(of: entry.name), isOurs(name), Moment(nanoseconds: entry.info.changed) <= newest
            else { continue }
            try folder.unlink(RelativePath(entry.name))
        }
    }

    /// Whether a file of this name is, or was, being written.
    package static func isTemporary(_ name: String) -> Bool { finalName(of: name) != nil }

    /// A dash before the digits is npm's way.
    private static func finalName(of name: String) -> String? {
        guard let dot = name.lastIndex(of: "."), name[dot...].hasPrefix(mark) else { return nil }
        let rest = name[dot...].dropFirst(mark.utf8.count)
        let digits = (rest.first == "-" ? rest.dropFirst() : rest).utf8
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) } ? String(name[..<dot]) : nil
    }
}
