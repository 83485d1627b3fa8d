import Posix

/// What lies in the folder of one package.
struct PackageFolder: Sendable {
    let name: PackageName
    /// Beneath the storage's root.
    let location: RelativePath
    /// Of all that lies in it.
    let fingerprint: FolderFingerprint
    /// `package.json`, whatever it is.
    var document: FileInfo?
    /// Entries named like tarballs, whatever they are.
    var tarballs: [TarballFileName: FileInfo] = [:]
    /// Entries that are tarballs if a version names them, whatever they are.
    var others: [TarballFileName: FileInfo] = [:]
    /// Names of downloads and writes that have not ended, with the time they were touched last.
    var unfinished: [String: Int64] = [:]
    /// What no tarball can be called.
    var impossible: [Stray] = []

    /// Something in the folder of a package that is none of its files.
    struct Stray: Sendable, Equatable {
        let name: String
        let kind: FileKind
    }

    init(_ listed: ListedFolder) {
        name = listed.name
        location = listed.location
        fingerprint = listed.fingerprint
        for entry in listed.entries { take(entry) }
    }

    /// What is no file of a package as far as its folder tells.
    var strays: [Stray] { impossible + others.map { Stray(name: $0.key.string, kind: $0.value.kind) } }

    /// The size of its tarballs.
    var bytes: Int64 { tarballs.values.reduce(0) { $0 + $1.size } }

    /// Whether there is anything of a package in it.
    var isPackage: Bool { document != nil || !tarballs.isEmpty }

    private mutating func take(_ entry: DirectoryEntry) {
        if entry.name == "package.json" { return document = entry.info }
        if TarballFileName.isBackup(entry.name) || StorageWalk.isLostAndFound(entry) { return }
        if TarballFileName.isUnfinished(entry.name) { return unfinished[entry.name] = entry.info.changed }
        guard entry.isName, let file = try? TarballFileName(entry.name) else {
            return impossible.append(Stray(name: entry.name, kind: entry.info.kind))
        }
        if file.isPlain { tarballs[file] = entry.info } else { others[file] = entry.info }
    }

    /// Takes files whose names do not tell for tarballs, because versions name them.
    mutating func claim(_ files: some Sequence<TarballFileName>) {
        for file in files { if let info = others.removeValue(forKey: file) { tarballs[file] = info } }
    }
}
