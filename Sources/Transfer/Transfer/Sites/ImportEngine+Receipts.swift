import Crypto
import Logging
import Posix
package import Reporting
import Spooling
import Time

extension ImportEngine {
    /// Writes the receipt of what was applied, unless this tree is of no site, or it has one that is not older and is
    /// signed where there is a key.
    ///
    /// What fails here does not undo the apply: it is logged, and made up for by applying the archive again.
    package func issueReceipt(for outcome: ImportOutcome, reporter: Reporter) async {
        await issueReceipt(for: outcome, knowing: nil, reporter: reporter)
    }

    /// The same for whoever holds the records as they were just written, with the newest target of the source if that is at
    /// hand.
    func issueReceipt(for outcome: ImportOutcome, knowing known: Known?, reporter: Reporter) async {
        let occasion = Occasion(
            kind: .applied,
            archiveID: outcome.id,
            source: outcome.summary.source,
            at: outcome.appliedAt,
            by: outcome.appliedBy
        )
        await issueReceipt(of: occasion, knowing: known, hint: "apply the archive again to have one", reporter)
    }

    /// The same of what was rolled back.
    func issueReceipt(for outcome: RollbackOutcome, reporter: Reporter) async {
        let occasion = Occasion(
            kind: .rolledBack,
            archiveID: outcome.id,
            source: outcome.source,
            at: outcome.rolledBackAt,
            by: outcome.rolledBackBy
        )
        await issueReceipt(of: occasion, hint: "export an inventory instead", reporter)
    }

    /// What need not be read again to write a receipt.
    typealias Known = (records: AcceptedRecords, target: Snapshot?)

    /// What a receipt is written of.
    private struct Occasion {
        let kind: Receipt.Kind
        let archiveID: String
        let source: RepositoryIdentity
        let at: Moment
        let by: String
    }

    private func issueReceipt(
        of occasion: Occasion,
        knowing known: Known? = nil,
        hint: String,
        _ reporter: Reporter
    ) async {
        do {
            guard let site else { return }
            let key = try signing?.load()?.current.key
            guard try !hasReceipt(of: occasion) else { return }
            let receipt = try await receipt(of: occasion, at: site, knowing: known)
            try ReceiptStore(folder).write(receipt, signedBy: key)
            let signer = key?.publicKey.fingerprint ?? "nobody"
            reporter.log(.info, "wrote the receipt", ["missing": "\(receipt.missing.count)", "signer": signer])
        } catch {
            reporter.log(.warning, "could not write the receipt: \(hint)", ["reason": "\(error)"])
            // One that says what is no more is worse than none.
            if (try? hasReceipt(of: occasion)) != true { try? ReceiptStore(folder).forget(occasion.archiveID) }
        }
    }

    private func hasReceipt(of occasion: Occasion) throws -> Bool {
        guard let receipt = try usableReceipt(of: occasion.archiveID) else { return false }
        return receipt.kind == occasion.kind && receipt.appliedAt >= occasion.at
    }

    /// The last receipt of an archive; `nil` where there is none that can be read and is signed, if there is a key.
    package func usableReceipt(of archiveID: String) throws -> Receipt? {
        let store = ReceiptStore(folder)
        guard let kept = try store.last(of: archiveID), let receipt = try? store.read(kept) else { return nil }
        let isSigned = try store.signature(of: kept) != nil
        return try isSigned || signing?.load() == nil ? receipt : nil
    }

    private func receipt(of occasion: Occasion, at site: String, knowing known: Known?) async throws -> Receipt {
        let accepted = try known?.records ?? records.load()
        let source = occasion.source
        let target = try known?.target ?? records.target(of: accepted, from: source.uuid)
        var lacks: (missing: [RelativePath], conflicts: [RelativePath]) = ([], [])
        if let target { lacks = try await self.lacks(of: target, accepted) }
        return Receipt(
            site: site,
            counter: try ReceiptStore(folder).takeCounter(now: clock.now().seconds),
            kind: occasion.kind,
            repository: source,
            archiveID: occasion.archiveID,
            snapshot: target?.id,
            acceptedDigest: accepted.digest(of: source.uuid),
            appliedAt: occasion.at,
            appliedBy: occasion.by,
            counts: target?.counts ?? SnapshotCounts(of: []),
            missing: lacks.missing,
            conflicts: lacks.conflicts,
            formats: Receipt.readable
        )
    }

    /// What of a target is not here now, by a look at the disk, and what the site keeps something else for.
    private func lacks(
        of target: Snapshot,
        _ accepted: AcceptedRecords
    ) async throws -> (missing: [RelativePath], conflicts: [RelativePath]) {
        let live = try await sink.survey(reporter: .silent)
        let source = target.repository.uuid
        let plan = try planner(onNothingBut: target, live, accepted).plan()
        let unusable = Set(plan.unusable.map(\.entry.path))
        let kept = accepted.conflicts.keys.filter { path in
            accepted.isConflict(live.file(at: path)) && target.entry(at: path).map { !$0.held } ?? false
        }
        let unknown = target.whole.filter { entry in
            sink.rules.landing(of: entry) == .merged && !unusable.contains(entry.path)
                && accepted.document(at: entry.path, from: source)?.sha512 != entry.sha512
        }
        let missing = Set(plan.missing.lazy.map(\.path)).union(unknown.lazy.map(\.path))
        return (missing.sorted(), unusable.union(kept).subtracting(missing).sorted())
    }

    /// A planner of an archive that carries nothing and leads to a target.
    private func planner(
        onNothingBut target: Snapshot,
        _ live: any LiveTree,
        _ accepted: AcceptedRecords
    ) throws -> Planner {
        let known = accepted.target(of: target.repository.uuid)
        let manifest = Manifest(
            repository: target.repository,
            sequence: known?.sequence ?? 0,
            scope: .full,
            base: nil,
            target: target.id,
            stateDigest: target.stateDigest,
            platforms: target.platforms,
            created: target.created,
            generator: target.generator,
            files: [],
            deletes: [],
            warnings: []
        )
        let head = ArchiveHead(
            manifest: manifest,
            archiveID: known?.archiveID ?? "",
            target: target,
            remarks: [],
            signer: nil,
            manifestBytes: SpooledBytes()
        )
        return try Planner(
            head: head,
            live: live,
            records: accepted,
            target: target,
            rules: sink.rules,
            oddness: OwnPlace(sink).oddness
        )
    }
}

extension AcceptedRecords {
    /// SHA-512 over the line `sha512  path` of every file and document of a source, sorted by path.
    func digest(of source: String) -> SHA512Digest {
        var hash = Checksums.Hash()
        var merged = documents.lazy.filter { $0.key.source == source }.makeIterator()
        var next = merged.next()
        func add(_ path: RelativePath, _ sha512: SHA512Digest) {
            hash.update(Checksums.Line(sha512: sha512, name: path.string))
        }
        for (path, file) in files where file.source == source {
            while let document = next, document.key.path < path {
                add(document.key.path, document.value.sha512)
                next = merged.next()
            }
            add(path, file.sha512)
        }
        while let document = next {
            add(document.key.path, document.value.sha512)
            next = merged.next()
        }
        return hash.finalize()
    }
}
