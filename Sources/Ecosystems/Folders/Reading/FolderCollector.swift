import Crypto
package import Persistence
package import Posix
package import Reporting
package import Time
import Transfer
import Trees

/// Brings the index of a folder up to date.
///
/// What did not change is not read.
package struct FolderCollector: Sendable {
    let root: Directory
    let selection: Selection
    let rules: any FolderRules
    let index: FolderIndex
    let clock: WallClock
    /// Files read at the same time.
    let width: Int

    /// Works on one repository's folder.
    package init(
        root: Directory,
        selection: Selection,
        rules: any FolderRules,
        repository: String,
        database: Database,
        width: Int = 2,
        clock: WallClock
    ) {
        self.root = root
        self.selection = selection
        self.rules = rules
        self.width = width
        self.clock = clock
        index = FolderIndex(database: database, repository: repository, rules: rules)
    }

    /// Walks the folder, reads what changed, and writes the index; with `deep`, every byte is read again.
    ///
    /// Runs where blocking is allowed.
    package func collect(deep: Bool = false, reporter: Reporter) async throws -> CollectedFiles {
        reporter.begin(.walk, unit: .files)
        // The index is read on the database's thread while this one walks.
        async let indexed = index.load()
        let walk = try FolderWalk(root, selection, wayOut: rules.wayOut)
        reporter.advance(by: Int64(walk.files.count))
        var files = try await indexed
        let stale = walk.files.filter { path, info in deep || files[path]?.isCurrent(info, rules) != true }
        let read = try await read(stale, reporter)
        var change = FolderIndex.Change(read: read.files)
        let broken = walk.findings + read.findings
        let moment = clock.now()
        change.findings = broken.map { finding($0, seen: moment) }
        let unreadable = Set(read.findings.map(\.path))
        change.removed = files.keys.filter { walk.files[$0] == nil || unreadable.contains($0.string) }
        let others = change.read.filter { files[$0.path]?.sha512 != $0.sha512 }.map(\.path) + change.removed
        change.changed = Set(others.map { rules.package(of: $0) })
        for path in change.removed { files[path] = nil }
        for file in change.read { files[file.path] = file }
        try await index.write(change, now: moment)
        reporter.count("files", by: Int64(files.count))
        reporter.count("files_read", by: Int64(read.files.count))
        let report = TreeReport(
            leftBehind: zip(change.findings, broken).filter { $1.kind.leavesBehind }.map { LeftBehind($0.0) },
            notices: walk.catches.compactMap(\.remark)
        )
        return CollectedFiles(
            files: files,
            findings: change.findings,
            report: report,
            read: read.files.count,
            packages: Set(files.keys.map { rules.package(of: $0) }).count
        )
    }

    /// About the topmost folder that a path lies in.
    private func finding(_ seen: (kind: FolderFinding, path: String, detail: String), seen moment: Moment) -> Finding {
        let top = seen.path.split(separator: "/").first.map(String.init)
        return Finding(
            seen.kind.kind,
            at: seen.path,
            package: top,
            detail: seen.detail,
            in: index.repository,
            seen: moment
        )
    }

    private struct Read: Sendable {
        var files: [IndexedFile] = []
        var findings: [(kind: FolderFinding, path: String, detail: String)] = []
    }

    private func read(_ stale: [RelativePath: FileInfo], _ reporter: Reporter) async throws -> Read {
        reporter.begin(.read, total: stale.values.reduce(0) { $0 + $1.size }, unit: .bytes)
        let queue = WorkQueue(stale.keys.sorted())
        return try await withThrowingTaskGroup(of: Read.self) { group in
            for _ in 0..<width {
                group.addTask {
                    var done = Read()
                    while let path = queue.next() {
                        try reporter.checkCancellation()
                        try read(path, into: &done, reporter)
                    }
                    return done
                }
            }
            var all = Read()
            for try await done in group {
                all.files += done.files
                all.findings += done.findings
            }
            return all
        }
    }

    private func read(_ path: RelativePath, into done: inout Read, _ reporter: Reporter) throws {
        do {
            let hashedAt = clock.now().nanoseconds
            let file = try root.open(path)
            let before = FileIdentity(try file.info())
            var running = RunningFileDigest(rules.mayShareFiles ? [.sha256] : [])
            try running.update(from: file, each: reporter.passed)
            let digest = running.finalize()
            guard FileIdentity(try file.info()) == before else {
                return done.findings.append((.changing, path.string, "was written to while it was read"))
            }
            done.files.append(
                IndexedFile(
                    path: path,
                    identity: before,
                    hashedAt: hashedAt,
                    sha512: digest.sha512,
                    sha256: digest.sha256
                )
            )
        } catch let error as SystemError where error.errno != .noEntry {
            done.findings.append((.unreadable, path.string, "cannot be read: \(error.errno)"))
        } catch is SystemError {
            // It went away since the walk.
        }
    }
}

/// A folder after a collect.
package struct CollectedFiles: Sendable {
    let files: [RelativePath: IndexedFile]
    let findings: [Finding]
    /// What stays at home, and what is odd besides.
    let report: TreeReport
    /// How many files were read, because they changed.
    package let read: Int

    /// How many files can be carried.
    package var count: Int { files.count }
    /// How many packages they belong to.
    package let packages: Int
}
