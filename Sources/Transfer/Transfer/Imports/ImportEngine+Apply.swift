import Crypto
import Logging
import Posix
package import Reporting
import Spooling

/// How an apply treats what is not as it should be.
package struct ApplyOptions: Sendable {
    /// Go on although files that the archive relies on are missing; the result says which.
    package let allowMissing: Bool
    /// Let the first source of a tree cut documents down that are here already.
    package let adoptSource: Bool
    /// Let go what the source no longer has, also where an earlier archive said so.
    package let delete: Bool
    /// The archive was unpacked by hand over this tree: what that put aside is listed, and has its name, again.
    package let unpacked: Bool
    /// Take what no trusted key signed, where one is needed; the result says so.
    package let allowUnsigned: Bool
    /// Who applies, for the log and the receipt: `cli:alice (job 7)`.
    package let initiator: String
    /// Who this is in lock files.
    package let run: String

    /// Allows what is named; without `run`, lock files name the initiator.
    package init(
        allowMissing: Bool = false,
        adoptSource: Bool = false,
        delete: Bool = false,
        unpacked: Bool = false,
        allowUnsigned: Bool = false,
        initiator: String,
        run: String? = nil
    ) {
        self.allowMissing = allowMissing
        self.adoptSource = adoptSource
        self.delete = delete
        self.unpacked = unpacked
        self.allowUnsigned = allowUnsigned
        self.initiator = initiator
        self.run = run ?? initiator
    }
}

extension ImportEngine {
    /// Applies a staged import.
    ///
    /// Applying it twice is a success that changes nothing.
    package func apply(
        _ staged: StagedImport,
        options: ApplyOptions,
        reporter: Reporter
    ) async throws -> ImportOutcome {
        do {
            if !staged.isFresh { try recheck(staged, reporter: reporter) }
            try requireSpace(toApply: staged.head.manifest)
            guard !options.unpacked else { return try await adopt(staged, options, reporter) }
            var run = try await ApplyRun(self, staged, options, reporter: reporter)
            return try await run.complete(reporter: reporter)
        } catch {
            throw TransferError.explained(error)
        }
    }

    /// Mends what unpacking by hand did, unless the archive is one that would be refused, and applies it.
    private func adopt(
        _ staged: StagedImport,
        _ options: ApplyOptions,
        _ reporter: Reporter
    ) async throws -> ImportOutcome {
        _ = try await ApplyRun(self, staged, options, reporter: reporter)
        // A run that was broken off here left no journal that would say so.
        try releaseLocks(at: StagingArea.place(of: staged.id), of: documentEntries(of: staged).map(\.path))
        let unpacking = try HandUnpacking(self, staged)
        let putAside = try await unpacking.mend(reporter: reporter)
        var run = try await ApplyRun(self, staged, options, reporter: reporter)
        let outcome = try await run.complete(reporter: reporter)
        try unpacking.putAway(putAside)
        return outcome
    }

    /// Finishes what a crash interrupted and clears what it left; `nil` when there was nothing to finish.
    @discardableResult
    package func recover(reporter: Reporter) async throws -> RecoveredDeed? {
        do {
            let result = try await finishInterrupted(reporter: reporter)
            try folder.removeLeftovers()
            try UndoFolder.prune(in: folder, by: log)
            try staging.removeLeftovers()
            return result
        } catch {
            throw TransferError.explained(error)
        }
    }

    private func finishInterrupted(reporter: Reporter) async throws -> RecoveredDeed? {
        guard let intent = try ImportJournal.interrupted(in: folder) else { return nil }
        switch intent.deed {
        case .apply:
            reporter.log(.warning, "finishing an interrupted import", ["import": intent.importID])
            return try await finishApply(intent, reporter: reporter).map { .applied($0) }
        case .rollBack:
            reporter.log(.warning, "finishing an interrupted rollback", ["import": intent.importID])
            return try await finishRollback(intent, reporter: reporter).map { .rolledBack($0) }
        }
    }

    private func finishApply(_ intent: ImportJournal.Intent, reporter: Reporter) async throws -> ImportOutcome? {
        guard try !hasEnded(intent) else {
            if let outcome = try log.outcomes().first(where: { $0.id == intent.importID }) {
                await issueReceipt(for: outcome, reporter: reporter)
            }
            try ImportJournal.end(in: folder)
            return nil
        }
        guard let staged = try loadInterrupted(intent, reporter) else { return nil }
        let paths = Set(documentEntries(of: staged).map(\.path)).union(intent.documents.keys)
        try releaseLocks(at: StagingArea.place(of: staged.id), of: paths.sorted())
        let options = ApplyOptions(allowMissing: true, initiator: "recovery")
        var run = try await ApplyRun(self, staged, options, goingOnWith: intent, reporter: reporter)
        return try await run.complete(reporter: reporter)
    }

    private func documentEntries(of staged: StagedImport) -> some Sequence<Entry> {
        let files = staged.head.manifest.files
        return files.elements(at: sink.rules.range(of: .merged, in: files)).lazy.map(\.entry)
    }

    /// Gives locks back that work which kept what it needed in `folder` has left on documents.
    func releaseLocks(at folder: RelativePath, of documents: [RelativePath]) throws {
        let lock = try registryLock(at: folder)
        for path in documents {
            guard let name = try sink.lock(for: sink.location(of: path)) else { continue }
            try lock.releaseLeftover(name)
        }
    }

    /// An interrupted import whose staged files are gone or damaged cannot be finished, and must not stand in the way
    /// of everything else: the archive brings the rest when it is applied again.
    private func loadInterrupted(_ intent: ImportJournal.Intent, _ reporter: Reporter) throws -> StagedImport? {
        do {
            return try staging.load(intent.importID)
        } catch let error as TransferError where error.code == .notFound || error.code == .recordsDamaged {
            reporter.log(
                .error,
                "an interrupted import cannot be finished: apply its archive again",
                ["import": intent.importID, "reason": "\(error)"]
            )
            try staging.remove(intent.importID)
            try ImportJournal.end(in: folder)
            return nil
        }
    }

    /// Whether an import was done and logged, and only its journal is left.
    private func hasEnded(_ intent: ImportJournal.Intent) throws -> Bool {
        let isWaiting = try staging.isWaiting(intent.importID)
        return try !isWaiting && log.tells(of: intent.importID, after: intent.logSize)
    }

    /// What an archive brings to be merged, as it waits.
    func documents(of staged: StagedImport) throws -> StagedDocuments {
        let place = try StagingArea.place(of: staged.id).appending(StagedDocuments.name)
        return try StagedDocuments(OpenFile(sink.root.open(place)), of: documentEntries(of: staged))
    }

    func isIntact(_ staged: StagedImport, reporter: Reporter) throws -> Bool {
        do {
            try recheck(staged, reporter: reporter)
            return true
        } catch let error as TransferError where error.code == .refused {
            return false
        }
    }

    /// Reads the staged files again: they waited where others could reach them.
    func recheck(_ staged: StagedImport, reporter: Reporter) throws {
        let tree = try sink.root.subdirectory(StagingArea.tree(of: staged.id))
        let documents = try documents(of: staged)
        reporter.begin(.checkStagedFiles, total: staged.head.manifest.counts.bytes, unit: .bytes)
        for file in staged.head.manifest.files {
            try reporter.checkCancellation()
            guard try digest(of: file.entry, in: tree, documents) == file.entry.sha512 else {
                throw TransferError(
                    .refused,
                    file.entry.path.string,
                    "changed while it waited",
                    hint: "Delete this import and stage the archive again"
                )
            }
            reporter.advance(by: file.entry.size)
        }
    }

    /// What of a staged entry lies there now; `nil` where nothing does.
    private func digest(of entry: Entry, in tree: Directory, _ documents: StagedDocuments) throws -> SHA512Digest? {
        guard sink.rules.landing(of: entry) != .merged else {
            return try documents.bytes(of: entry).map { SHA512.hash($0) }
        }
        let place = try entry.path.flat
        guard try tree.info(place)?.kind == .regular else { return nil }
        return try FileDigest(of: tree.open(place)).sha512
    }
}

/// What a recovery finished.
package enum RecoveredDeed: Sendable {
    case applied(ImportOutcome)
    case rolledBack(RollbackOutcome)

    /// The archive that it was about.
    package var id: String {
        switch self {
        case .applied(let outcome): outcome.id
        case .rolledBack(let outcome): outcome.id
        }
    }

    /// What came of an apply that it finished.
    package var applied: ImportOutcome? {
        guard case .applied(let outcome) = self else { return nil }
        return outcome
    }

    /// What came of a rollback that it finished.
    package var rolledBack: RollbackOutcome? {
        guard case .rolledBack(let outcome) = self else { return nil }
        return outcome
    }
}
