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
    /// What the packuments are rendered from.
    let listing: Listing
    let folder: RenderFolder

    /// Those that an earlier capture rendered are rendered now.
    func pin(_ files: SpooledList<Manifest.File>, reporter: Reporter) async throws {
        let missing = try SpooledList<Entry>.build { missing in
            for entry in files.lazy.map(\.entry) where entry.kind == .npmPackument {
                if try !folder.holds(entry.sha512) { try missing.append(entry) }
            }
        }
        reporter.begin(.pin, total: Int64(missing.count), unit: .packages)
        guard !missing.isEmpty else { return }
        let renderer = DocumentRenderer(root: source.collector.root, folder: folder)
        var made = 0
        for (_, request) in try listing.requests(source.platforms) {
            try reporter.checkCancellation()
            guard let entry = try missing.entry(at: request.name.path.appending("package.json")) else { continue }
            guard try renderer.render(request).content?.sha512 == entry.sha512 else {
                throw TransferError.changed(entry)
            }
            made += 1
            reporter.advance()
        }
        guard made == missing.count else { throw TransferError.changed(missing[0]) }
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
