import Crypto
import Posix
import Reporting
import Spooling
import Transfer

/// A frozen npm repository.
///
/// Tarballs are read where they lie, packuments from the folder they were rendered into.
struct NpmCapture: Capture {
    let source: NpmSource
    let snapshot: Snapshot
    let report: TreeReport
    let collected: Collected
    /// What the packuments are rendered from; `nil` where nothing changed and nothing was.
    let requests: [RenderRequest]?
    let folder: RenderFolder

    /// Those that an earlier capture rendered are rendered now.
    func pin(_ files: SpooledList<Manifest.File>, reporter: Reporter) async throws {
        let missing = try files.lazy.map(\Manifest.File.entry).filter { try $0.kind == EntryKind.npmPackument && !folder.holds($0.sha512) }
        reporter.begin(.pin, total: Int64(missing.count), unit: .packages)
        guard !missing.isEmpty else { return }
        let requests = Dictionary(try renderRequests().map { ($0.name.string, $0) }) { first, _ in first }
        let renderer = DocumentRenderer(root: source.collector.root, folder: folder)
        for entry in missing {
            try reporter.checkCancellation()
            guard let request = requests[entry.package],
                try renderer.render(request).content?.sha512 == entry.sha512
            else { throw TransferError.changed(entry) }
            reporter.advance()
        }
    }

    private func renderRequests() throws -> [RenderRequest] {
        if let requests { return requests }
        return try Listing(collected, excluded: source.excluded, before: snapshot.entries).requests(source.platforms)
    }

    func open(_ entry: Entry) throws -> Descriptor {
        guard entry.kind == .npmPackument else {
            return try source.collector.root.open(source.collector.layout.location(of: entry.path))
        }
        return try folder.open(entry.sha512)
    }

    func sha1(of entry: Entry) -> SHA1Digest? { collected.file(at: entry.path)?.sha1 }

    func isGone(_ entry: Entry) throws -> Bool {
        try !collected.holds(entry.path) && !source.excluded.exclude(entry.package)
    }

    func release() { try? folder.clear() }
}
