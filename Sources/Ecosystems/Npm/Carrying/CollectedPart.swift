import Posix
import Spooling
import Transfer
import Trees

/// A part of a storage that is complete in itself.
extension Collected {
    /// Only the packages and versions of `chosen`, and those that are metadata only beside them and not `excluded`.
    ///
    /// What is said of others is left out. Throws when a version that is chosen cannot travel.
    func part(
        _ chosen: [PackageName: Set<String>],
        _ platforms: [Platform],
        excluded: [PackagePattern]
    ) throws -> Collected {
        try requireWhole(chosen)
        let facts = folders.compactMap { folder in
            PackageFacts(decoding: folder.package.facts).flatMap { $0.versions.isEmpty ? nil : $0 }
        }
        let beside = MetadataOnlyPlan(facts: facts, kept: chosen, platforms: platforms).versions.keys
            .filter { !excluded.exclude($0) }
        let names = Set(chosen.keys).union(beside)
        let parts = try IndexedFolders.build { parts in
            for folder in folders where names.contains(folder.package.name) {
                try parts.append(folder.part(chosen[folder.package.name] ?? []))
            }
        }
        return Collected(
            folders: parts,
            strays: [],
            blocked: BlockedPlaces(),
            layout: layout,
            inFlight: [],
            generation: generation,
            read: read
        )
    }

    private func requireWhole(_ chosen: [PackageName: Set<String>]) throws {
        let lost = chosen.flatMap { name, versions in
            versions.subtracting(folders[name]?.wholeVersions ?? []).map { "\(name)@\($0)" }
        }
        guard let first = lost.min() else { return }
        throw TransferError(
            .notFound,
            first,
            "is here but cannot travel: its tarball is broken, or its packument does not list it",
            hint: "See 'packferry findings list', and fetch it again",
            details: lost.count > 1 ? lost.sorted() : []
        )
    }
}

extension IndexedFolder {
    /// The versions whose tarballs are whole.
    fileprivate var wholeVersions: Set<String> { Set(files.filter { $0.state == .whole }.compactMap(\.version)) }

    /// The package with only those tarballs, and what was found of them.
    fileprivate func part(_ versions: Set<String>) -> IndexedFolder {
        var part = self
        part.files = files.filter { $0.version.map(versions.contains) ?? false }
        let paths = Set(part.files.map(\.path.string))
        part.findings = findings.filter { paths.contains($0.path) }
        return part
    }
}
