import Blobs
import Crypto
import Folders
import Posix
import Reporting
import Time
import Transfer
import Trees

extension Mirror {
    /// Gives what was fetched its names: payload first, then lists, each kind on the disk before the next, the entry point
    /// last; so whoever reads the tree meanwhile finds all that a list names.
    ///
    /// What upstream no longer lists stays until its grace has passed, for clients that go by older lists.
    func publish(
        _ plan: SyncPlan,
        _ state: [UInt8],
        from store: BlobStore,
        _ waiting: [RelativePath: Moment],
        _ report: inout SyncReport,
        _ reporter: Reporter
    ) async throws {
        reporter.begin(.publish, total: Int64(plan.changes.count), unit: .files)
        // One that was killed may have left it.
        let work = try RelativePath(RepositoryFolder.name).appending("work")
        let scratch = try work.appending("publishing")
        try tree.root.makeDirectories(work)
        try tree.root.removeAll(scratch)
        var placed: [IndexedFile] = []
        for (_, changes) in plan.changes.filter({ $0.blob != nil }).runs(by: \.landing) {
            for change in changes {
                try reporter.checkCancellation()
                guard let blob = change.blob else { continue }
                let info = try store.publish(blob, at: change.path, in: tree.root, by: scratch)
                placed.append(IndexedFile(change.path, blob, info))
                report.published.add(blob.size)
                reporter.advance()
            }
            try tree.root.synchronizeFileSystem()
        }
        let expired = try removeExpired(plan, waiting, &report)
        try await note(plan, placed, expired, state)
    }

    /// Removes what was withdrawn long enough ago, though nothing asks for anything else.
    func unchanged(_ request: SyncRequest) async throws -> SyncReport {
        var report = SyncReport(.unchanged)
        let waiting = try await record.withdrawn()
        guard waiting.values.contains(where: isOver) else { return report }
        let indexed = try await tree.index.load()
        let gone = waiting.filter { isOver($0.value) }.keys
        for path in gone { report.removed.add(indexed[path]?.size ?? 0) }
        guard !request.isDryRun else { return report }
        try remove(gone)
        try await note(removed: Set(gone))
        report.outcome = .changed
        return report
    }

    /// Whether a file that was withdrawn at that moment need not be kept any longer.
    private func isOver(_ since: Moment) -> Bool { context.clock.now() - settings.grace >= since }

    private func removeExpired(
        _ plan: SyncPlan,
        _ waiting: [RelativePath: Moment],
        _ report: inout SyncReport
    ) throws -> Set<RelativePath> {
        var expired: Set<RelativePath> = []
        for (path, size) in plan.withdrawn {
            switch waiting[path] {
            case .some(let since) where isOver(since):
                expired.insert(path)
                report.removed.add(size)
            case .some: continue
            case nil: report.withdrawn.add(size)
            }
        }
        try remove(expired)
        return expired
    }

    /// Removes files, and the folders that are empty without them.
    private func remove(_ paths: some Collection<RelativePath>) throws {
        guard !paths.isEmpty else { return }
        for path in paths {
            try removeFile(path)
            removeEmptyFolders(above: path)
        }
        try tree.root.synchronizeFileSystem()
    }

    private func removeFile(_ path: RelativePath) throws(SystemError) {
        do throws(SystemError) {
            try tree.root.unlink(path)
        } catch  where error.errno == .noEntry {
            // Somebody was faster.
        }
    }

    private func removeEmptyFolders(above path: RelativePath) {
        guard let folder = path.parent else { return }
        do throws(SystemError) {
            try tree.root.removeDirectory(folder)
            removeEmptyFolders(above: folder)
        } catch {
            // It holds something.
        }
    }

    private func note(
        _ plan: SyncPlan,
        _ placed: [IndexedFile],
        _ expired: Set<RelativePath>,
        _ state: [UInt8]
    ) async throws {
        let now = context.clock.now()
        let (record, fingerprint) = (record, settings.fingerprint)
        let withdrawn = plan.withdrawn.keys.filter { !expired.contains($0) }
        let settled = try await record.withdrawn().keys.filter { plan.paths.contains($0) } + expired
        try await tree.index.write(placed: placed, removed: expired, now: now) { generation, connection in
            try record.note(withdrawn: withdrawn, settled: settled, at: now, through: connection)
            let synced = MirrorRecord.Synced(state: state, settings: fingerprint, generation: generation, at: now)
            try record.note(synced, through: connection)
        }
    }

    private func note(removed: Set<RelativePath>) async throws {
        let now = context.clock.now()
        let record = record
        guard let last = try await record.synced() else { return }
        try await tree.index.write(placed: [], removed: removed, now: now) { generation, connection in
            try record.note(withdrawn: [], settled: removed, at: now, through: connection)
            let synced = MirrorRecord.Synced(
                state: last.state,
                settings: last.settings,
                generation: generation,
                at: now
            )
            try record.note(synced, through: connection)
        }
    }
}

extension SyncPlan {
    /// The report of what would be done.
    func described(_ report: SyncReport, _ waiting: [RelativePath: Moment]) -> SyncReport {
        var report = report
        for change in changes { report.published.add(change.size) }
        for (path, size) in withdrawn where waiting[path] == nil { report.withdrawn.add(size) }
        if !report.isOfChange { report.outcome = .unchanged }
        return report
    }
}

extension IndexedFile {
    /// What was just published: hashed before the link that moved the change time.
    fileprivate init(_ path: RelativePath, _ blob: Blob, _ info: FileInfo) {
        let identity = FileIdentity(info)
        self.init(
            path: path,
            identity: identity,
            hashedAt: identity.settledTime,
            sha512: blob.sha512,
            sha256: blob.sha256
        )
    }
}

extension Array {
    /// Neighbours that have something in common, one run after the other.
    fileprivate func runs<Key: Equatable>(by key: (Element) -> Key) -> [(Key, ArraySlice<Element>)] {
        var runs: [(Key, ArraySlice<Element>)] = []
        var start = startIndex
        while start < endIndex {
            let value = key(self[start])
            let end = self[start...].firstIndex { key($0) != value } ?? endIndex
            runs.append((value, self[start..<end]))
            start = end
        }
        return runs
    }
}
