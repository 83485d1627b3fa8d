import Posix
import Spooling
import Trees

/// What of a storage is not as the index knows it.
struct StorageSurvey {
    /// How many packages there are.
    private(set) var packages = 0
    /// Those that are to be read, sorted by name.
    let stale: SpooledList<PackageFolder>
    /// The size of their tarballs.
    private(set) var staleBytes: Int64 = 0
    /// Those that are gone.
    private(set) var removed: [PackageName] = []
    /// Paths of files that are being written now.
    private(set) var inFlight: Set<String> = []

    /// Goes through the storage and the index side by side.
    init(_ walk: inout StorageWalk, _ known: IndexedFolders, _ policy: ReadingPolicy) throws {
        var stale = SpooledListBuilder<PackageFolder>()
        var rest = known.makeIterator()
        var next = rest.next()
        while let folder = try walk.next() {
            while let gone = next, gone.package.name < folder.name {
                removed.append(gone.package.name)
                next = rest.next()
            }
            packages += 1
            inFlight.formUnion(folder.inFlight)
            let before = next?.package.name == folder.name ? next : nil
            if before != nil { next = rest.next() }
            if folder.isCurrent(as: before, policy) { continue }
            staleBytes += folder.bytes
            try stale.append(folder)
        }
        while let gone = next {
            removed.append(gone.package.name)
            next = rest.next()
        }
        self.stale = try stale.finish()
    }
}

extension PackageFolder {
    /// Paths of its files that are being written now.
    fileprivate var inFlight: [String] {
        unfinished.keys.map { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false).dropLast()
            return "\(self.name)/\(parts.joined(separator: "."))"
        }
    }

    /// Whether nothing shows that it is not as it was when it was read last.
    fileprivate func isCurrent(as known: IndexedFolder?, _ policy: ReadingPolicy) -> Bool {
        guard let known, policy != .all, !known.files.contains(where: policy.isDue),
            !PackageFacts.isOutdated(known.package.facts)
        else { return false }
        var folder = self
        folder.claim(known.files.lazy.compactMap { try? TarballFileName($0.path.lastComponent) })
        guard folder.strays.isEmpty, folder.unfinished.isEmpty, known.package.location == folder.location,
            folder.document.map(FileIdentity.init) == known.package.identity,
            known.package.identity?.isSettled(at: known.package.readAt) ?? true,
            folder.tarballs.count == known.files.count
        else { return false }
        return known.files.allSatisfy { file in
            guard let name = try? TarballFileName(file.path.lastComponent), let info = folder.tarballs[name],
                info.kind == .regular
            else { return false }
            return FileIdentity(info) == file.identity && file.identity.isSettled(at: file.hashedAt)
        }
    }
}
