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
    /// Entries that are tarballs if a version names them, whatever they are.
    var others: [TarballFileName: FileInfo] = [:]
    /// Names of downloads and writes that have not ended, with the time they were touched last.
    var unfinished: [String: Int64] = [:]
    /// Names that no tarball can have.
    private var impossible: [String] = []

    init(name: PackageName, location: RelativePath, entries: [DirectoryEntry]) {
        self.name = name
        self.location = location
        for entry in entries { take(entry) }
    }

    /// The names of what is no file of a package as far as its folder tells.
    var strays: [String] { impossible + others.keys.map(\.string) }

    /// Whether there is anything of a package in it.
    var isPackage: Bool { document != nil || !tarballs.isEmpty }

    private mutating func take(_ entry: DirectoryEntry) {
        if entry.name == "package.json" { return document = entry.info }
        if TarballFileName.isBackup(entry.name) { return }
        if TarballFileName.isUnfinished(entry.name) { return unfinished[entry.name] = entry.info.changed }
        guard entry.isName, let file = try? TarballFileName(entry.name) else { return impossible.append(entry.name) }
        if file.isPlain { tarballs[file] = entry.info } else { others[file] = entry.info }
    }

    /// Takes files whose names do not tell for tarballs, because versions name them.
    mutating func claim(_ files: some Sequence<TarballFileName>) {
        for file in files { if let info = others.removeValue(forKey: file) { tarballs[file] = info } }
    }
}
