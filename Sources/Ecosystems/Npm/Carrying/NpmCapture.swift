import Crypto
import Posix
import Reporting
import Transfer

/// A frozen npm repository.
///
/// Tarballs are read where they lie; packuments are rendered into a work folder, because a running Verdaccio may
/// rewrite them at any moment.
struct NpmCapture: Capture {
    let source: NpmSource
    let snapshot: Snapshot
    let lazyListing: LazyListing
    let work: RelativePath

    private var listing: Listing { lazyListing.value }
    private var root: Directory { source.collector.root }

    func hold(_ entries: [Entry], reporter: Reporter) async throws {
        let wanted = entries.filter { $0.kind == .npmPackument }
        let requests = Dictionary(
            listing.documents(listing.metadataOnly(source.platforms)).map { ($0.package.name, $0) }
        ) {
            first,
            _ in first
        }
        reporter.begin(.holdPackuments, total: Int64(wanted.count), unit: .packages)
        // A run of the same name that was killed may have left some.
        try root.removeAll(workPath())
        let folder = try workFolder()
        let renderer = DocumentRenderer(root: root)
        for entry in wanted {
            try reporter.checkCancellation()
            guard let request = requests[entry.package], let bytes = try renderer.bytes(request),
                SHA512.hash(bytes) == entry.sha512
            else { throw changed(entry) }
            if let parent = entry.path.parent { try folder.makeDirectories(parent) }
            let file = try folder.create(entry.path)
            try file.write(bytes)
            try file.close()
            reporter.advance()
        }
    }

    func open(_ entry: Entry) throws -> Descriptor {
        guard entry.kind == .npmPackument else {
            return try root.open(source.collector.layout.location(of: entry.path))
        }
        return try workFolder().open(entry.path)
    }

    func sha1(of entry: Entry) -> SHA1Digest? { listing.sha1[entry.path] }

    func isGone(_ entry: Entry) -> Bool { listing.isGone(entry) }

    func release() { try? root.removeAll(workPath()) }

    private func workPath() throws -> RelativePath { try RelativePath(RepositoryFolder.name).appending(work) }

    private func workFolder() throws -> Directory {
        try root.makeDirectories(workPath())
        return try root.subdirectory(workPath())
    }

    private func changed(_ entry: Entry) -> TransferError {
        TransferError(
            .changed,
            entry.path.string,
            "was rewritten while the archive was being prepared",
            hint: "Build again"
        )
    }
}
