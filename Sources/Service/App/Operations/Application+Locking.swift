import FoundationEssentials
import Jobs
import Logging
import Posix
import Reporting
import Time
import Transfer
import Trees

/// A repository that this operation has to itself.
struct LockedRepository: Sendable {
    let repository: OpenRepository
    let folder: RepositoryFolder
    let clock: WallClock
    /// What this installation is called.
    let site: String
    /// Where the key lies that signs what it says.
    let signing: SigningKeyStore
    /// What keeps some of its file system free.
    let space: SpaceKeeper
    /// What became of an import or a rollback that had been interrupted; `nil` when none had.
    fileprivate(set) var recovered: RecoveredDeed?

    var imports: ImportEngine {
        ImportEngine(
            sink: repository.sink,
            folder: folder,
            site: site,
            signing: signing,
            space: space,
            clock: clock
        )
    }
}

extension Application {
    private static let lockInterval = Duration.milliseconds(50)

    /// Runs `body` with the repository's lock, where blocking is allowed, after an interrupted import was finished.
    ///
    /// Throws where something else lies than when this instance last worked there, unless somebody just says why
    /// (`isDeclared`). Waits for whoever has the lock at most `patience`, by default as long as this instance may.
    ///
    /// A dry run takes no lock, which would keep others off, and finishes and makes nothing; it throws where the lock is
    /// taken, or where something is to be finished first.
    func locked<T: Sendable>(
        _ repository: Repository,
        for purpose: String,
        patience: Duration? = nil,
        isDeclared: Bool = false,
        isDryRun: Bool = false,
        reporter: Reporter,
        _ body: @escaping @Sendable (LockedRepository) async throws -> T
    ) async throws -> T {
        // Disks that sleep take some seconds; one that hangs must not take a thread that others need.
        try await repository.requireAnswer(within: Self.storagePatience)
        guard !isDryRun else { return try await trying(repository, isDeclared: isDeclared, body) }
        let patience = patience ?? lockPatience
        return try await pool.run {
            let opened = try repository.open()
            let folder = try await isDeclared ? opened.folder() : self.enter(opened)
            let lock = try await Self.lock(folder, for: purpose, patience: patience, reporter)
            defer {
                // Who may not do that needs not do it.
                try? folder.shareWithOwner()
                withExtendedLifetime(lock) {}
            }
            var locked = LockedRepository(
                repository: opened,
                folder: folder,
                clock: self.clock,
                site: self.siteName,
                signing: self.signingKeys,
                space: self.space
            )
            locked.recovered = try await locked.imports.recover(reporter: reporter)
            if !isDeclared { try await self.recognize(opened, folder) }
            if locked.recovered != nil { _ = try await opened.tree.collect(deep: false, reporter: reporter) {} }
            return try await body(locked)
        }
    }

    /// Runs `body` on a repository in which nothing is to be changed.
    private func trying<T: Sendable>(
        _ repository: Repository,
        isDeclared: Bool,
        _ body: @escaping @Sendable (LockedRepository) async throws -> T
    ) async throws -> T {
        try await pool.run { [clock, siteName, signingKeys, space] in
            let opened = try repository.open()
            if !isDeclared { try await self.requireSame(opened) }
            let folder = try opened.folderToTry()
            try RepositoryFolder.requireFree(opened.root)
            try folder.requireFinished()
            let trial = try Trial(in: opened.root)
            defer { trial.clear() }
            return try await body(
                LockedRepository(
                    repository: opened,
                    folder: folder,
                    clock: clock,
                    site: siteName,
                    signing: signingKeys,
                    space: space
                )
            )
        }
    }

    /// What this installation is called, in receipts and inventories.
    var siteName: String { configuration.values.site.name.string }

    /// Who works on trees now without being a job of a queue of this process, as lock files say.
    func outsiders() async -> [Outsider] {
        await withTaskGroup { group in
            for repository in repositories {
                group.addTask { () -> Outsider? in
                    // Whoever works on a storage that does not answer is not found out; no job waits for that.
                    guard await repository.lane.answers(within: Self.outsiderPatience) else { return nil }
                    let holder = try? await repository.lane.away {
                        try RepositoryFolder.holder(in: repository.open().root)
                    }
                    return (holder ?? nil).map { Outsider(holder: Self.name(of: $0), claims: [.tree(repository.name)]) }
                }
            }
            return await group.reduce(into: []) { if let outsider = $1 { $0.append(outsider) } }
        }
    }

    private static let storagePatience = Duration.seconds(15)
    private static let outsiderPatience = Duration.milliseconds(500)

    /// The id of a job that holds a lock, or what the lock says of its holder.
    private static func name(of holder: String) -> String {
        guard holder.hasPrefix("job ") else { return holder }
        return String(holder.dropFirst(4).prefix { $0 != "," })
    }

    /// Finishes imports that were interrupted when this instance, or another one, was killed.
    func recoverImports() async {
        for repository in repositories {
            do {
                try await repository.requireAnswer()
                // What nobody worked on holds nothing to finish, and is left alone.
                guard try await repository.lane.away({ try repository.open().existingFolder() != nil }) else {
                    recovery.note(repository.name, .nothing)
                    continue
                }
                try await locked(repository, for: "recovery", patience: .zero, reporter: .silent) { locked in
                    guard let result = locked.recovered else { return self.recovery.note(repository.name, .nothing) }
                    let deed = result.applied == nil ? "rollback" : "import"
                    self.logger.warning("finished an interrupted \(deed)", ["import": result.id])
                    self.recovery.note(repository.name, .finished("\(deed) \(result.id)"))
                }
            } catch {
                logger.warning("cannot use a storage", ["repository": repository.name, "reason": "\(error)"])
                recovery.note(repository.name, .failed("\(error)"))
            }
        }
    }

    private static func lock(
        _ folder: RepositoryFolder,
        for purpose: String,
        patience: Duration,
        _ reporter: Reporter
    ) async throws -> FileLock {
        let holder = "\(purpose), process \(ProcessInfo.processInfo.processIdentifier)"
        var waited = Duration.zero
        while true {
            do {
                return try folder.lock(holder: holder)
            } catch let error as TransferError where error.code == .locked && waited < patience {
                try reporter.checkCancellation()
                try await Task.sleep(for: lockInterval)
                waited += lockInterval
            }
        }
    }
}

extension TransferError: BusyError {}
