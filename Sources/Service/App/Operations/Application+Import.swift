import Logging
package import Posix
package import Reporting
import Time
package import Transfer
import Trees

extension Application {
    /// Checks an archive, or a folder of its members, without touching any storage; no configuration is needed.
    package static func verifyArchive(
        _ path: AbsolutePath,
        on pool: BlockingPool,
        reporter: Reporter
    ) async throws -> ArchiveHead {
        try await pool.run {
            try await ArchiveNaming.naming(path) {
                try ImportEngine.verify(ArchiveInput(path), rules: Ecosystems.rules, reporter: reporter)
            }
        }
    }

    /// What the front of an archive says of it, which nothing has checked yet; no configuration is needed.
    package static func archiveHead(_ path: AbsolutePath, on pool: BlockingPool) async throws -> ArchiveHead {
        try await pool.run {
            try await ArchiveNaming.naming(path) {
                try ArchiveReader(ArchiveInput(path), rules: Ecosystems.rules).head()
            }
        }
    }

    /// Verifies an archive and puts it beside the repository's storage, ready to be applied; `origin` says where it came
    /// from if its path does not.
    func stage(
        _ path: AbsolutePath,
        into repository: Repository,
        origin: String?,
        allowUnsigned: Bool = false,
        run: String,
        reporter: Reporter
    ) async throws -> StagedImport {
        try await locked(repository, for: run, reporter: reporter) { [oldestStaging] locked in
            let engine = locked.imports
            try engine.staging.removeExpired(before: oldestStaging)
            let staged = try await ArchiveNaming.naming(path) {
                try engine.stage(
                    ArchiveInput(path),
                    origin: origin,
                    allowUnsigned: allowUnsigned,
                    reporter: reporter
                )
            }
            return try await engine.prepare(staged, reporter: reporter)
        }
    }

    /// Applies a staged import; one that was interrupted, and is finished on the way, counts as applied.
    func apply(
        _ id: String,
        to repository: Repository,
        options: ApplyOptions,
        isDryRun: Bool,
        reporter: Reporter
    ) async throws -> ImportOutcome {
        guard !isDryRun else { return try await tryApplying(id, to: repository, options: options, reporter: reporter) }
        return try await locked(repository, for: options.run, reporter: reporter) { [clock] locked in
            if let recovered = locked.recovered?.applied, recovered.id == id { return recovered }
            let engine = locked.imports
            guard let staged = try engine.staging.find(id) else {
                let known = try Self.repeated(id, in: locked.folder, by: options.initiator, at: clock.now())
                await Self.makeUp(for: known, engine, reporter)
                return known
            }
            let result = try await engine.apply(staged, options: options, reporter: reporter)
            return await Self.noting(result, in: locked, reporter)
        }
    }

    /// What was applied before is not applied again: whoever lost the answer asks twice, and learns what came of it.
    private static func repeated(
        _ id: String,
        in folder: RepositoryFolder,
        by initiator: String,
        at moment: Moment,
        isDryRun: Bool = false
    ) throws -> ImportOutcome {
        guard let known = try KnownImport.find(id, in: folder), let outcome = known.outcome, known.rollback == nil
        else {
            throw StagingArea.notWaiting(id)
        }
        return outcome.repeated(at: moment, by: initiator, isDryRun: isDryRun)
    }

    /// Writes the receipt of what was applied, where that failed then, or there was no key to sign it yet.
    private static func makeUp(
        for outcome: ImportOutcome,
        _ engine: ImportEngine,
        _ reporter: Reporter
    ) async {
        guard (try? engine.usableReceipt(of: outcome.id)) == nil else { return }
        await engine.issueReceipt(for: outcome, reporter: reporter)
    }

    /// Says what would come of applying a staged import, and changes nothing.
    private func tryApplying(
        _ id: String,
        to repository: Repository,
        options: ApplyOptions,
        reporter: Reporter
    ) async throws -> ImportOutcome {
        try await locked(repository, for: options.run, isDryRun: true, reporter: reporter) { [clock] locked in
            guard let staged = try locked.imports.staging.find(id) else {
                let initiator = options.initiator
                return try Self.repeated(id, in: locked.folder, by: initiator, at: clock.now(), isDryRun: true)
            }
            return try await locked.imports.tryApplying(staged, options: options, reporter: reporter)
        }
    }

    /// Stages and applies in one go, under one lock, so that what was verified need not be read again.
    func importArchive(
        _ path: AbsolutePath,
        into repository: Repository,
        options: ApplyOptions,
        isDryRun: Bool,
        reporter: Reporter
    ) async throws -> ImportOutcome {
        try await locked(repository, for: options.run, isDryRun: isDryRun, reporter: reporter) { locked in
            let engine = locked.imports
            return try await ArchiveNaming.naming(path) {
                guard !isDryRun else {
                    return try await engine.tryApplying(ArchiveInput(path), options: options, reporter: reporter)
                }
                let staged = try engine.stage(
                    ArchiveInput(path),
                    allowUnsigned: options.allowUnsigned,
                    reporter: reporter
                )
                let result = try await engine.apply(staged, options: options, reporter: reporter)
                // Run again after a crash, it is the recovery that did the work.
                if !result.didChange, let recovered = locked.recovered?.applied, recovered.id == staged.id {
                    return recovered
                }
                return await Self.noting(result, in: locked, reporter)
            }
        }
    }

    /// Brings what is known of the storage up to date with what an import did to it.
    private static func noting(
        _ result: ImportOutcome,
        in locked: LockedRepository,
        _ reporter: Reporter
    ) async -> ImportOutcome {
        if result.didChange { await note(in: locked, "an import", reporter) }
        return result
    }

    /// Reads the storage again; what was done is over and recorded, and whoever collects next makes up for what fails.
    private static func note(in locked: LockedRepository, _ deed: String, _ reporter: Reporter) async {
        do {
            _ = try await locked.repository.tree.collect(deep: false, reporter: reporter) {}
        } catch {
            reporter.log(.warning, "could not read the storage again after \(deed)", ["reason": "\(error)"])
        }
    }

    /// Takes back the import that was applied last; one whose interrupted rollback is finished on the way counts as
    /// rolled back.
    func rollBack(
        _ id: String,
        in repository: Repository,
        by initiator: String,
        run: String,
        isDryRun: Bool,
        reporter: Reporter
    ) async throws -> RollbackOutcome {
        try await locked(repository, for: run, isDryRun: isDryRun, reporter: reporter) { locked in
            let engine = locked.imports
            guard !isDryRun else { return try await engine.tryRollingBack(id, by: initiator, reporter: reporter) }
            if let recovered = locked.recovered?.rolledBack, recovered.id == id { return recovered }
            let result = try await engine.rollBack(id, by: initiator, reporter: reporter)
            if result.didChange { await Self.note(in: locked, "a rollback", reporter) }
            return result
        }
    }

    /// Has the registry list what archives brought, once one was applied; in a dry run, says what that would be of those
    /// that came before.
    ///
    /// What fails here does not undo the apply: it is said with what came of that.
    func registering(
        _ outcome: ImportOutcome,
        in repository: Repository,
        _ reporter: Reporter
    ) async throws -> ImportOutcome {
        let isDryRun = outcome.isDryRun
        return try await locked(repository, for: "import apply", isDryRun: isDryRun, reporter: reporter) { locked in
            do {
                let documents = try locked.imports.broughtDocuments()
                guard let result = try locked.repository.tree.register(documents, isDryRun: isDryRun) else {
                    return outcome.registering(0, remark: "No registry keeps a list of what is in such a repository")
                }
                return outcome.registering(result.added, remark: result.remark)
            } catch {
                let remark = "The packages could not be listed: \(error). Apply the archive again to have them listed"
                return outcome.registering(0, remark: remark)
            }
        }
    }

    /// Takes archives of the source of that uuid too from now on.
    func trustSource(_ uuid: String, in repository: Repository, isDryRun: Bool) async throws {
        try await locked(repository, for: "trust source", isDryRun: isDryRun, reporter: .silent) { locked in
            if !isDryRun { try locked.imports.trust(uuid) }
        }
    }

    /// Takes archives of the source of `path` too from now on.
    package func trustSource(
        _ path: AbsolutePath,
        in repository: Repository,
        isDryRun: Bool = false,
        reporter: Reporter
    ) async throws -> String {
        try await locked(repository, for: "trust source", isDryRun: isDryRun, reporter: reporter) { locked in
            let head = try ArchiveReader(ArchiveInput(path), rules: [repository.rules]).head()
            if !isDryRun { try locked.imports.trust(head) }
            return head.manifest.repository.uuid
        }
    }

    /// What a repository knows of imports: those that wait and those that were applied.
    package func imports(of repository: Repository) async throws -> [KnownImport] {
        try await repository.lane.away {
            try repository.open().existingFolder().map { try KnownImport.all(in: $0) } ?? []
        }
    }

    /// The same of one of them; `nil` when there is none of that id.
    package func `import`(_ id: String, of repository: Repository) async throws -> KnownImport? {
        try await repository.lane.away {
            try repository.open().existingFolder().flatMap { try KnownImport.find(id, in: $0) }
        }
    }

    /// Imports staged before this moment are forgotten (`retention.staging`).
    private var oldestStaging: Moment {
        clock.now() - configuration.values.retention.staging
    }
}
