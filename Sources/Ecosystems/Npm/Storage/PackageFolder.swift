import Posix

/// What lies in the folder of one package.
struct PackageFolder: Sendable {
    let name: PackageName
    /// Beneath the storage's root.
    let location: RelativePath
    /// `package.json`, whatever it is.
    var document: FileInfo?
    /// Entries named like tarballs, whatever they are.
    var tarballs: [TarballFileName: FileInfo] = [:]
    /// Names of downloads and writes that have not ended, with the time they were touched last.
    var unfinished: [String: Int64] = [:]
    /// Other names.
    var strays: [Stray] = []

    /// Something in the folder of a package that is none of its files.
    struct Stray: Sendable, Equatable {
        let name: String
        let kind: FileKind
    }

    init(name: PackageName, location: RelativePath, entries: [DirectoryEntry]) {
        self.name = name
        self.location = location
        for entry in entries { take(entry) }
    }

    /// Whether there is anything of a package in it.
    var isPackage: Bool { document != nil || !tarballs.isEmpty }

    private mutating func take(_ entry: DirectoryEntry) {
        if entry.name == "package.json" { return document = entry.info }
        if Self.isBackup(entry.name) || StorageWalk.isLostAndFound(entry) { return }
        if Self.isUnfinished(entry.name) { return unfinished[entry.name] = entry.info.changed }
        guard entry.isName, let file = try? TarballFileName(entry.name) else {
            return strays.append(Stray(name: entry.name, kind: entry.info.kind))
        }
        tarballs[file] = entry.info
    }

    /// What `tar --backup=numbered` makes of a packument when somebody unpacks an archive by hand: `package.json.~1~`.
    private static func isBackup(_ name: String) -> Bool {
        guard name.hasPrefix("package.json.~"), name.hasSuffix("~") else { return false }
        let digits = name.dropFirst(14).dropLast().utf8
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Verdaccio's temporary files and locks: `f.tgz.tmp-123`, `package.json.tmp123`, `package.json.lock`.
    private static func isUnfinished(_ name: String) -> Bool {
        if name.utf8.suffix(4).elementsEqual(".tgz".utf8) { return false }
        if name.hasSuffix(".lock") { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, last.hasPrefix("tmp") else { return false }
        let rest = last.dropFirst(3)
        let digits = rest.first == "-" ? rest.dropFirst() : rest
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
