import API
import Blobs
import Crypto
import Jobs
import Posix
import Reporting
import Synchronization
import Time
import Transfer

extension Application {
    /// What is left of downloads that broke off is kept for so long.
    private static let incomingAge = Duration.seconds(7 * 86_400)
    /// So long contents stay that nothing refers to, unless somebody says otherwise.
    private static let grace = Duration.seconds(86_400)

    /// The store of contents, made where there is none; throws where this instance may only look.
    ///
    /// Blocks.
    func store() throws -> BlobStore {
        try opened.withLock { store in
            if let store { return store }
            let path = configuration.values.paths.data
            let made = try BlobStore(opening: path, database: database, clock: clock)
            store = made
            return made
        }
    }

    /// The same to look into; `nil` where there is none, and then none is made.
    func existingStore() throws -> BlobStore? {
        let folder = try Directory.orAbsent(configuration.values.paths.data)
        return try BlobStore.isThere(in: folder) ? store() : nil
    }

    /// Reads every content again.
    func verifyStore(isDryRun: Bool, reporter: Reporter) async throws -> StoreVerify.Outcome {
        try await pool.run { [self] in
            guard let store = try existingStore() else {
                reporter.begin(.verifyStore)
                return StoreVerify.Outcome(isDryRun: isDryRun, files: 0, bytes: 0, broken: [], missing: [])
            }
            let threads = configuration.values.limits.threads.count
            let found = try await store.verify(
                threads: threads,
                on: pool,
                isDryRun: isDryRun,
                reporter: reporter
            )
            return StoreVerify.Outcome(
                isDryRun: isDryRun,
                files: found.files,
                bytes: found.bytes,
                broken: found.broken.map(StoreVerify.Broken.init),
                missing: found.missing.map(\.hex)
            )
        }
    }

    /// Removes what nothing refers to.
    func collectGarbage(_ arguments: StoreGC, reporter: Reporter) async throws -> StoreGC.Outcome {
        let isDryRun = arguments.dryRun ?? false
        let (now, grace) = (clock.now(), arguments.grace.flatMap { Duration(short: $0) } ?? Self.grace)
        return try await pool.run { [self] in
            guard let store = try existingStore() else {
                reporter.begin(.collectStore)
                return StoreGC.Outcome(Garbage(), isDryRun: isDryRun)
            }
            let found = try await store.collectGarbage(
                before: now - grace,
                incomingBefore: now - Self.incomingAge,
                isDryRun: isDryRun,
                reporter: reporter,
                listed: snapshots.listed
            )
            return StoreGC.Outcome(found, isDryRun: isDryRun)
        }
    }

    /// How much the store holds.
    func storeTotals() async throws -> StoreTotals {
        let found = try await pages.run { [self] in try await existingStore()?.statistics() ?? StoreStatistics() }
        return StoreTotals(found, path: configuration.values.paths.data)
    }
}

extension StoreVerify.Broken {
    fileprivate init(_ broken: StoreVerification.Broken) {
        self.init(
            sha256: broken.sha256.hex,
            bytes: broken.size,
            published: broken.published.map { "\($0.repository) \($0.path)" },
            detail: "Its bytes are not those that it is called by"
        )
    }
}

extension StoreGC.Outcome {
    fileprivate init(_ found: Garbage, isDryRun: Bool) {
        self.init(
            isDryRun: isDryRun,
            blobs: found.blobs,
            bytes: found.bytes,
            oldest: found.oldest,
            keptForSnapshots: found.keptForSnapshots,
            keptAsYoung: found.keptAsYoung,
            incoming: found.incoming,
            incomingBytes: found.incomingBytes
        )
    }
}

extension StoreTotals {
    fileprivate init(_ found: StoreStatistics, path: AbsolutePath) {
        func bytes(_ amount: StoreStatistics.Amount) -> StorageTotals.StoredBytes {
            StorageTotals.StoredBytes(count: amount.files, bytes: amount.bytes)
        }
        self.init(
            path: path.string,
            blobs: bytes(found.blobs),
            repositories: found.repositories.map {
                Use(repository: $0.repository, files: $0.published.files, bytes: $0.published.bytes)
            },
            savedBytes: found.saved,
            quarantine: bytes(found.quarantine),
            incoming: bytes(found.incoming)
        )
    }
}
