import Time

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

    private static func finalName(of name: String) -> String? {
        guard let dot = name.lastIndex(of: "."), name[dot...].hasPrefix(mark) else { return nil }
        let digits = name[dot...].dropFirst(mark.utf8.count).utf8
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) } ? String(name[..<dot]) : nil
    }
}
