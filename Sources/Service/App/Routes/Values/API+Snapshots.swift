import API
import Crypto
import Posix
import Transfer

extension API.ContentCounts {
    init(_ counts: SnapshotCounts) {
        self.init(files: counts.files, bytes: counts.bytes, packages: counts.packages, versions: counts.versions)
    }
}

extension API.SnapshotSummary {
    init(_ snapshot: Transfer.SnapshotSummary, names: [String]) {
        self.init(
            id: snapshot.id,
            names: names,
            repository: snapshot.repository.name,
            created: snapshot.created,
            counts: ContentCounts(snapshot.counts)
        )
    }
}

extension SnapshotDetail {
    init(_ snapshot: Snapshot, names: [String], path: String, neededBy: [String]) {
        self.init(
            id: snapshot.id,
            names: names,
            repository: snapshot.repository.name,
            created: snapshot.created,
            counts: ContentCounts(snapshot.counts),
            stateDigest: snapshot.stateDigest.hex,
            held: snapshot.entries.count(where: \.held),
            generator: snapshot.generator,
            platforms: snapshot.platforms,
            path: path,
            neededBy: neededBy,
            warnings: snapshot.warnings
        )
    }
}

extension SnapshotComparison {
    /// One page of what differs, by path.
    init(from base: Snapshot, to target: Snapshot, _ list: ListPage) throws {
        let delta = Delta(from: base.entries, to: target.entries)
        let changes: [(FileChange.Change, Entry)] =
            delta.added.map { (.added, $0) } + delta.changed.map { (.changed, $0) }
            + delta.removed.map { (.removed, $0) }
        let page = try list.cut(changes.sorted { $0.1.path < $1.1.path }) { FileChange($0.0, $0.1) }
        self.init(
            base: base.id,
            target: target.id,
            counts: Counts(
                added: delta.added.count,
                changed: delta.changed.count,
                removed: delta.removed.count,
                bytes: (delta.added + delta.changed).reduce(0) { $0 + $1.size }
            ),
            items: page.items,
            nextCursor: page.nextCursor
        )
    }
}

extension FileChange {
    fileprivate init(_ change: Change, _ entry: Entry) {
        self.init(
            change: change,
            path: entry.path.string,
            package: entry.package,
            version: entry.version,
            size: entry.size,
            sha512: entry.sha512.hex
        )
    }
}
