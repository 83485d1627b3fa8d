import JSON
import Posix
package import Transfer

/// Installs packuments: what an archive brings is merged with what the site published (docs/formats/packument.md).
package struct NpmMerger: EntryMerger {
    package init() {}

    /// Merges one packument; one that cannot be read locally holds nothing to keep.
    package func merge(_ request: MergeRequest) throws -> MergeResult {
        let name = try PackageName(request.entry.package)
        let incoming = try request.incoming.map {
            try Packument(scanning: $0, expecting: name, limits: PackumentLimits.json)
        }
        let local = try local(request, name)
        let merged = PackumentMerge.merge(
            name,
            local: local,
            incoming: incoming.map {
                IncomingPackument($0, scope: request.isPartial ? .partial : .regular, sequence: request.sequence)
            },
            record: try record(request),
            tarballs: try tarballs(request.files, statedBy: [incoming, local].compactMap(\.self)),
            held: Set(try request.held.map { try TarballFileName($0) })
        )
        try requireReadable(merged, request.entry)
        return MergeResult(
            // As it lies there, even where it was read more strictly than it is written.
            bytes: merged.isChanged ? merged.bytes : request.local,
            record: merged.record.json,
            conflicts: merged.conflicts.map(\.description),
            warnings: omissions(merged),
            cut: cut(local, merged)
        )
    }

    /// Takes an import back from a packument that the site wrote since.
    package func reverse(_ request: ReversalRequest) throws -> [UInt8]? {
        func value(_ bytes: [UInt8]) throws -> JSONValue { try Self.value(bytes, at: request.entry) }
        let (before, now) = (try request.before.map(value), try value(request.now))
        let reversal = PackumentReversal(
            before: before,
            after: try request.after.map(value) ?? [:],
            now: now,
            removed: request.removed
        )
        let bytes = reversal.document()?.encoded()
        // As it lies there, or was kept, even where that is written in another way.
        if bytes == now.encoded() { return request.now }
        return bytes == before?.encoded() ? request.before : bytes
    }

    /// Adds to a packument that was unpacked over others what only those list.
    package func gather(_ documents: [[UInt8]], of entry: Entry, beside files: Set<String>) throws -> [UInt8] {
        let values = try documents.map { try Self.value($0, at: entry) }
        let bytes = PackumentGathering(documents: values, tarballs: files).document().encoded()
        guard let first = documents.first, bytes == values[0].encoded() else { return bytes }
        return first
    }

    private static func value(_ bytes: [UInt8], at entry: Entry) throws -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes, limits: PackumentLimits.stored)
        } catch {
            throw TransferError(.refused, entry.path.string, "cannot be read: \(error)")
        }
    }

    /// How many versions are offered here now and will not be.
    private func cut(_ local: Packument?, _ merged: MergedPackument) -> Int {
        guard let local, merged.isChanged else { return 0 }
        let dropped = Set(merged.dropped.map(\.version))
        return local.versions.count { $0.problem == nil && dropped.contains($0.version) }
    }

    /// What is left out, but for what is a conflict already.
    private func omissions(_ merged: MergedPackument) -> [String] {
        let conflicts = Set(merged.conflicts.map(\.version))
        return merged.dropped.filter { !conflicts.contains($0.version) }.clause.map { [$0] } ?? []
    }

    /// What is installed must be readable at the next merge.
    private func requireReadable(_ merged: MergedPackument, _ entry: Entry) throws {
        guard merged.isChanged, let bytes = merged.bytes, bytes.count > PackumentLimits.stored.bytes else { return }
        throw TransferError(
            .refused,
            entry.path.string,
            "would be over \(PackumentLimits.stored.bytes >> 20) MiB together with what was published here",
            hint: "Remove versions here that nobody needs any more"
        )
    }

    private func record(_ request: MergeRequest) throws -> PackumentRecord {
        guard let json = request.record else { return PackumentRecord() }
        guard let record = PackumentRecord(json) else {
            throw TransferError(
                .malformed,
                request.entry.path.string,
                "has a damaged record of its last merge",
                hint: "Restore .packferry/accepted.json from a backup"
            )
        }
        return record
    }

    /// The document that lies there.
    ///
    /// One that cannot be read holds nothing to keep where the source brought it and all that lies beside it: it is
    /// replaced, and goes to the undo folder. Any other stays.
    private func local(_ request: MergeRequest, _ name: PackageName) throws -> Packument? {
        guard let bytes = request.local else { return nil }
        do {
            return try Packument(reading: bytes, of: name)
        } catch  where request.record != nil && request.files.allSatisfy(\.isSource) {
            return nil
        } catch {
            throw TransferError(.refused, request.entry.path.string, "cannot be read: \(error.reason)")
        }
    }

    private func tarballs(
        _ files: [OwnedFile],
        statedBy documents: [Packument]
    ) throws -> [TarballFileName: LocalTarball] {
        var found: [TarballFileName: LocalTarball] = [:]
        for owned in files {
            let name = try TarballFileName(owned.file.path.lastComponent)
            let known = TarballDigests(sha512: owned.file.sha512, sha1: owned.file.sha1)
            let sha1 = known.sha1 ?? documents.lazy.compactMap { $0.statedSHA1(of: name, known) }.first
            let digests = TarballDigests(sha512: known.sha512, sha1: sha1)
            found[name] = LocalTarball(digests, owner: owned.isSource ? .source : .site)
        }
        return found
    }
}
