import Crypto
import Posix
import Reporting
import Spooling
import Time
import Transfer

/// A text tree that can be frozen.
///
/// A file that is not what its line says is broken: held if it was listed before. A part of it is some packages.
struct TextSource: TreeSource {
    let identity: RepositoryIdentity
    let root: Directory
    let created: Moment
    /// Whether a tree that lost much is refused; trees of tests often do.
    var guardsAgainstShrinking = false

    func capture(_ request: CaptureRequest, reporter: Reporter) async throws -> any Capture {
        let live = try TextLive(root)
        var entries: [Entry] = []
        var broken: [LeftBehind] = []
        for (package, bytes) in live.documents { entries.append(try TextTree.indexEntry(package, bytes)) }
        let listedBefore = try request.listedBefore()
        let before = Dictionary(listedBefore.map { ($0.path, $0) }) { first, _ in first }
        for file in live.files.values {
            let previous = before[file.path]
            if file.isIntact {
                entries.append(try entry(file))
            } else if let previous {
                entries.append(previous.asHeld)
            } else {
                let path = file.path.string
                broken.append(LeftBehind(path: path, package: nil, kind: "broken", reason: "is broken"))
            }
        }
        for link in live.links {
            broken.append(LeftBehind(path: link, package: link, kind: "link", reason: "is a symbolic link"))
            entries += listedBefore.filter { $0.package == link }.map(\.asHeld)
        }
        let report = TreeReport(leftBehind: broken)
        if let packages = request.selection?.specs { entries.removeAll { !packages.contains($0.package) } }
        let snapshot = snapshot(entries, report.warnings)
        if guardsAgainstShrinking, !request.allowShrink {
            try snapshot.requireNoShrink(since: request.previous) { _ in true }
        }
        return TextCapture(source: self, snapshot: snapshot, report: report, work: request.work)
    }

    private func entry(_ file: LiveFile) throws -> Entry {
        let name = file.path.lastComponent
        return Entry(
            path: file.path,
            size: try root.info(file.path)?.size ?? 0,
            sha512: file.sha512,
            kind: file.path.parent == nil ? TextTree.front : .file,
            package: file.path.parent?.string ?? TextTree.frontName,
            version: TextTree.version(of: name)
        )
    }

    private func snapshot(_ entries: [Entry], _ warnings: [String]) -> Snapshot {
        Snapshot(
            repository: identity,
            created: created,
            generator: "tests",
            platforms: [],
            entries: entries,
            warnings: warnings.sorted()
        )
    }
}

/// A frozen text tree: indexes are copied beside it, files are read where they lie.
private struct TextCapture: Capture {
    let source: TextSource
    let snapshot: Snapshot
    let report: TreeReport
    let work: RelativePath

    func pin(_ files: SpooledList<Manifest.File>, reporter: Reporter) async throws {
        for entry in files.lazy.map(\.entry) where entry.kind == TextTree.index {
            let copy = try place(entry)
            if let parent = copy.parent { try source.root.makeDirectories(parent) }
            try source.root.create(copy).write(source.root.open(entry.path).readAll(limit: 1 << 20))
        }
    }

    func open(_ entry: Entry) throws -> Descriptor {
        try source.root.open(entry.kind == TextTree.index ? place(entry) : entry.path)
    }

    func sha1(of entry: Entry) -> SHA1Digest? { nil }

    func isGone(_ entry: Entry) -> Bool { snapshot.entry(at: entry.path) == nil }

    func release() { try? source.root.removeAll(RelativePath(RepositoryFolder.name).appending(work)) }

    private func place(_ entry: Entry) throws -> RelativePath {
        try RelativePath(RepositoryFolder.name).appending(work).appending(entry.path)
    }
}
