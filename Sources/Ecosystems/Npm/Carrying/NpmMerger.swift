import JSON
import Posix
package import Transfer

/// Installs packuments: what an archive brings is merged with what the site published (docs/formats/packument.md).
package struct NpmMerger: EntryMerger {
    private static let limits = JSONLimits(depth: 64, bytes: 64 << 20)

    /// The merger has no state.
    package init() {}

    /// Merges one packument; one that cannot be read locally holds nothing to keep.
    package func merge(_ request: MergeRequest) throws -> MergeResult {
        let name = try PackageName(request.entry.package)
        let incoming = try Packument(scanning: request.incoming, expecting: name, limits: Self.limits)
        let local = local(request, name)
        let merged = PackumentMerge.merge(
            name,
            local: local,
            incoming: IncomingPackument(incoming, scope: .regular, sequence: request.sequence),
            record: try request.record.map { try PackumentRecord(decoding: $0.encoded()) } ?? PackumentRecord(),
            tarballs: tarballs(request.files, statedBy: [incoming, local].compactMap(\.self)),
            held: Set(request.held.compactMap { try? TarballFileName($0) })
        )
        return MergeResult(
            bytes: merged.bytes,
            record: try JSONValue(parsing: merged.record.encoded()),
            conflicts: merged.conflicts.map(\.description)
        )
    }

    /// A document that cannot be read holds nothing to keep: it is replaced, and the old one goes to the undo folder.
    private func local(_ request: MergeRequest, _ name: PackageName) -> Packument? {
        request.local.flatMap { try? Packument(scanning: $0, expecting: name, limits: Self.limits) }
    }

    private func tarballs(
        _ files: [OwnedFile],
        statedBy documents: [Packument]
    ) -> [TarballFileName: LocalTarball] {
        var found: [TarballFileName: LocalTarball] = [:]
        for owned in files {
            guard let name = try? TarballFileName(owned.file.path.lastComponent) else { continue }
            let known = TarballDigests(sha512: owned.file.sha512, sha1: owned.file.sha1)
            let sha1 = known.sha1 ?? documents.lazy.compactMap { $0.statedSHA1(of: name, known) }.first
            let digests = TarballDigests(sha512: known.sha512, sha1: sha1)
            found[name] = LocalTarball(digests, owner: owned.isSource ? .source : .site)
        }
        return found
    }
}
