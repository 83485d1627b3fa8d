import Time

/// Joins what an archive brought with what lies here (docs/formats/packument.md, "Merging").
///
/// A pure function: the same input gives the same result, and merging a document again changes nothing. Documents of
/// one source give the same content in whatever order they come.
package enum PackumentMerge {
    /// Merges one package.
    ///
    /// - Parameters:
    ///   - name: The package.
    ///   - local: The document that lies here, if there is a readable one.
    ///   - incoming: The document that came; `nil` to bring the local one in line with the files alone.
    ///   - record: What is remembered of the source, as the last merge gave it.
    ///   - tarballs: The files in the package's folder now.
    ///   - held: Files that are broken or absent now and count as present.
    /// - Returns: The document to have, what to remember, and what could not be taken.
    package static func merge(
        _ name: PackageName,
        local: Packument?,
        incoming: IncomingPackument?,
        record: PackumentRecord,
        tarballs: [TarballFileName: LocalTarball],
        held: Set<TarballFileName> = []
    ) -> MergedPackument {
        precondition(local.map { $0.name == name } ?? true, "the local document must be the package's")
        precondition(incoming.map { $0.packument.name == name } ?? true, "the incoming document must be the package's")
        let accepted = record.accepting(incoming, hasLocal: local != nil)
        let folder = TarballFolder(tarballs: tarballs, held: held)
        var versions = VersionMerge(name, local: local, incoming: incoming, record: accepted, folder: folder)
        versions.run()
        let tags = TagMerge(local: local, incoming: incoming, before: record, versions: versions).merged()
        let document = OfflineDocument(
            name: name,
            versions: versions.listed,
            tags: tags,
            created: created(local, incoming?.packument),
            members: members(local, incoming, accepted)
        )
        return result(document, versions, local: local)
    }

    private static func result(
        _ document: OfflineDocument,
        _ versions: VersionMerge,
        local: Packument?
    ) -> MergedPackument {
        let isSame = local.map(document.means) ?? false
        let isEmpty = document.versions.isEmpty
        let bytes = isSame ? local?.bytes : document.encoded(revision: (local?.revisionNumber ?? 0) + 1)
        return MergedPackument(
            bytes: isEmpty ? nil : bytes,
            isChanged: isEmpty ? local != nil : !isSame,
            record: versions.record,
            conflicts: versions.conflicts,
            dropped: versions.dropped
        )
    }

    /// The earlier of both, so that the order of merges does not show.
    private static func created(_ local: Packument?, _ incoming: Packument?) -> RawValue? {
        guard let ours = local?.created else { return incoming?.created }
        guard let theirs = incoming?.created else { return ours }
        guard let ourMoment = ours.moment else { return theirs }
        guard let theirMoment = theirs.moment else { return ours }
        return theirMoment < ourMoment ? theirs : ours
    }

    private static func members(
        _ local: Packument?,
        _ incoming: IncomingPackument?,
        _ record: PackumentRecord
    ) -> [(name: String, value: RawValue)] {
        guard let incoming, record.members == incoming.sequence else {
            return (local ?? incoming?.packument)?.otherMembers ?? []
        }
        return incoming.packument.otherMembers
    }
}

extension Packument {
    /// The counter in front of `_rev`; 0 if there is none.
    fileprivate var revisionNumber: UInt64 {
        (revision ?? "").split(separator: "-").first.flatMap { UInt64($0) }.map { min($0, 1 << 53) } ?? 0
    }
}
