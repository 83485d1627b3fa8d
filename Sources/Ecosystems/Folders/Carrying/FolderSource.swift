import Crypto
import Posix
package import Reporting
import Spooling
package import Time
package import Transfer
import Trees

/// A folder of files as a tree that can be frozen.
package struct FolderSource: TreeSource {
    package let identity: RepositoryIdentity
    private let collector: FolderCollector
    private let generator: String
    private let clock: WallClock

    package init(identity: RepositoryIdentity, collector: FolderCollector, generator: String, clock: WallClock) {
        self.identity = identity
        self.collector = collector
        self.generator = generator
        self.clock = clock
    }

    /// Brings the index up to date and lists it.
    package func capture(_ request: CaptureRequest, reporter: Reporter) async throws -> any Capture {
        guard request.selection == nil else {
            throw TransferError(
                .invalid,
                identity.name,
                "is of type \(identity.type), which has no packages to choose from",
                hint: "Build all that is new"
            )
        }
        let collected = try await collector.collect(deep: request.deep, reporter: reporter)
        let selection = collector.selection
        let rules = collector.rules
        let listed = collected.files.values.map { $0.entry(selection, rules) }
        let held = try Self.held(request.listedBefore(), collected, selection)
        let snapshot = Snapshot(
            repository: identity,
            created: clock.now(),
            generator: generator,
            platforms: [],
            entries: listed + held,
            warnings: collected.report.warnings
        )
        if !request.allowShrink {
            try snapshot.requireNoShrink(since: request.previous, leaving: collected.report.leftBehind) {
                !selection.excludes($0.path)
            }
        }
        return FilesCapture(
            root: collector.root,
            selection: selection,
            rules: rules,
            files: collected.files,
            snapshot: snapshot,
            report: collected.report
        )
    }

    /// What was listed before and cannot be read now stays listed, so that it is deleted nowhere.
    private static func held(
        _ before: SpooledList<Entry>,
        _ collected: CollectedFiles,
        _ selection: Selection
    ) -> [Entry] {
        let broken = Set(collected.findings.map(\.path))
        guard !broken.isEmpty else { return [] }
        return before.filter { entry in
            guard collected.files[entry.path] == nil, !selection.excludes(entry.path) else { return false }
            return entry.path.selfAndAbove.contains { broken.contains($0.string) }
        }.map(\.asHeld)
    }
}

/// A frozen folder: files are read where they lie, and whoever reads them hashes them again.
private struct FilesCapture: Capture {
    let root: Directory
    let selection: Selection
    let rules: any FolderRules
    let files: [RelativePath: IndexedFile]
    let snapshot: Snapshot
    let report: TreeReport

    /// Looks once more at what travels, and at every index: one that changed while the rest was read may list what was
    /// not there yet.
    func pin(_ files: SpooledList<Manifest.File>, reporter: Reporter) async throws {
        for file in files { try check(file.entry, reporter) }
        for entry in snapshot.whole where entry.kind != .file { try check(entry, reporter) }
    }

    private func check(_ entry: Entry, _ reporter: Reporter) throws {
        try reporter.checkCancellation()
        let info = try root.info(entry.path)
        guard let info, files[entry.path]?.isSame(as: info, rules) == true else { throw TransferError.changed(entry) }
    }

    func open(_ entry: Entry) throws -> Descriptor { try root.open(entry.path) }

    func sha1(of entry: Entry) -> SHA1Digest? { nil }

    /// A path that is excluded now was not given up.
    func isGone(_ entry: Entry) -> Bool { snapshot.entry(at: entry.path) == nil && !selection.excludes(entry.path) }

    func release() {}
}

extension IndexedFile {
    fileprivate func entry(_ selection: Selection, _ rules: any FolderRules) -> Entry {
        let place = rules.place(of: path)
        return Entry(
            path: path,
            size: size,
            sha512: sha512,
            kind: selection.kind(of: path) ?? place?.kind ?? .file,
            package: place?.package ?? path.top,
            version: rules.version(of: path)
        )
    }
}

extension RelativePath {
    /// This path and those of the folders it lies in.
    fileprivate var selfAndAbove: UnfoldFirstSequence<RelativePath> { sequence(first: self) { $0.parent } }
}
