import Posix
import Spooling
import Trees

/// What of a storage is not known again by what lies in the folders of its packages.
struct StorageSurvey {
    /// How many packages there are.
    private(set) var packages = 0
    /// Those in which something may have been touched, sorted by name.
    let candidates: SpooledList<PackageFolder>
    /// Those that are gone.
    private(set) var removed: [PackageName] = []
    /// Paths of files that are being written now.
    private(set) var inFlight: Set<String> = []

    /// Goes through the storage and the index side by side.
    ///
    /// Where `trusts` is not set, no folder is known again.
    init(_ walk: inout StorageWalk, _ outline: IndexedFolders, trusts: Bool, width: Int) async throws {
        var candidates = SpooledListBuilder<PackageFolder>()
        var rest = outline.makeIterator()
        var next = rest.next()
        while let portion = try await walk.nextListed(width: width) {
            for listed in portion {
                while let gone = next, gone.package.name < listed.name {
                    removed.append(gone.package.name)
                    next = rest.next()
                }
                let known = next?.package.name == listed.name ? next?.package.fingerprint : nil
                if trusts, let known, known == listed.fingerprint {
                    packages += 1
                    next = rest.next()
                    continue
                }
                guard let folder = walk.package(in: listed) else { continue }
                packages += 1
                inFlight.formUnion(folder.inFlight)
                try candidates.append(folder)
                if next?.package.name == listed.name { next = rest.next() }
            }
        }
        while let gone = next {
            removed.append(gone.package.name)
            next = rest.next()
        }
        self.candidates = try candidates.finish()
    }

    /// Whether nothing was touched, as far as folders tell.
    var isUnchanged: Bool { candidates.isEmpty && removed.isEmpty }
}

/// Which candidates are to be read, and which turned out to be as they were.
struct CandidateSorting {
    /// Sorted by name.
    let stale: SpooledList<PackageFolder>
    /// The size of their tarballs.
    private(set) var staleBytes: Int64 = 0
    /// Those of the others whose fingerprints are to be noted.
    private(set) var recognised: [RecognisedFolder] = []

    init(_ candidates: SpooledList<PackageFolder>, _ known: IndexedFolders, _ policy: ReadingPolicy) throws {
        var stale = SpooledListBuilder<PackageFolder>()
        for folder in candidates {
            guard let before = known[folder.name], folder.isCurrent(as: before, policy) else {
                staleBytes += folder.bytes
                try stale.append(folder)
                continue
            }
            recognised.append(RecognisedFolder(before, as: folder))
        }
        self.stale = try stale.finish()
    }
}

/// A package that was found to be untouched file by file, and is known again by its folder from now on.
struct RecognisedFolder: Sendable {
    let name: PackageName
    let fingerprint: FolderFingerprint
    let files: FileTotals

    init(_ known: IndexedFolder, as folder: PackageFolder) {
        (name, fingerprint, files) = (folder.name, folder.fingerprint, FileTotals(known.files))
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
    func isCurrent(as known: IndexedFolder, _ policy: ReadingPolicy) -> Bool {
        guard policy != .all, !known.files.contains(where: policy.isDue), !PackageFacts.isOutdated(known.package.facts)
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
