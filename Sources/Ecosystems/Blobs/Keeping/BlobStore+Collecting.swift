package import Crypto
import Posix
package import Reporting
package import Time

extension BlobStore {
    /// Removes the contents that no tree has a name for, that `listed` does not say a snapshot lists, and that were added
    /// before `moment`; and what broke off before `incoming`.
    ///
    /// A name in a tree is a link of the file, so the file itself says whether it is used. `listed` is handed what has no
    /// name and gives back what snapshots list of it. Files go before their rows, so that it works where the disk is full.
    /// A trial says the same and removes nothing. Throws `TransferError.locked` while the store is in use. Blocks.
    package func collectGarbage(
        before moment: Moment,
        incomingBefore incoming: Moment,
        isDryRun: Bool,
        reporter: Reporter,
        listed: (Set<SHA512Digest>) throws -> Set<SHA512Digest>
    ) async throws -> Garbage {
        reporter.begin(.collectStore)
        guard !isDryRun else { return try await garbage(before: moment, incoming, listed).garbage }
        return try await useAlone {
            let found = try await garbage(before: moment, incoming, listed)
            for path in found.incoming { try root.unlink(path) }
            try await remove(found.blobs, reporter)
            return found.garbage
        }
    }

    private typealias Found = (garbage: Garbage, blobs: [SHA256Digest], incoming: [RelativePath])

    private func garbage(
        before moment: Moment,
        _ incoming: Moment,
        _ listed: (Set<SHA512Digest>) throws -> Set<SHA512Digest>
    ) async throws -> Found {
        var found: Found = (Garbage(), [], [])
        let unnamed = try files().filter { $0.info.links == 1 }
        var old: [SHA512Digest: (file: StoredFile, added: Moment)] = [:]
        let known = try await table.ages(of: unnamed.map(\.sha256))
        for file in unnamed {
            let added = known[file.sha256]?.added ?? Moment(nanoseconds: file.info.modified)
            guard added < moment else {
                found.garbage.keptAsYoung += 1
                continue
            }
            let digest = try known[file.sha256]?.sha512 ?? read(Blob.path(of: file.sha256)).sha512
            old[digest] = (file, added)
        }
        let kept = old.isEmpty ? [] : try listed(Set(old.keys))
        found.garbage.keptForSnapshots = kept.count
        for (digest, item) in old where !kept.contains(digest) {
            found.blobs.append(item.file.sha256)
            found.garbage.blobs += 1
            found.garbage.bytes += item.file.info.size
            found.garbage.oldest = min(found.garbage.oldest ?? item.added, item.added)
        }
        try addLeftovers(before: incoming, to: &found)
        return found
    }

    /// What broke off and nobody went on with; what somebody writes is locked, or young.
    private func addLeftovers(before moment: Moment, to found: inout Found) throws {
        for entry in try root.subdirectory(Self.incoming).entries()
        where entry.info.kind == .regular && Moment(nanoseconds: entry.info.modified) < moment {
            let path = try Self.incoming.appending(entry.name)
            guard try root.open(path).tryLockShared() else { continue }
            found.incoming.append(path)
            found.garbage.incoming += 1
            found.garbage.incomingBytes += entry.info.size
        }
    }

    /// A part at a time: where it is broken off, few rows speak of files that are gone.
    private func remove(_ digests: [SHA256Digest], _ reporter: Reporter) async throws {
        for start in stride(from: 0, to: digests.count, by: Self.batch) {
            try reporter.checkCancellation()
            let part = Array(digests[start..<min(start + Self.batch, digests.count)])
            for digest in part { try root.unlink(Blob.path(of: digest)) }
            pending.forget(part)
            try await table.remove(part)
            reporter.advance(by: Int64(part.count))
        }
    }

    private static let batch = 1000
}
