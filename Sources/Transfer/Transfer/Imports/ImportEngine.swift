import Crypto
package import Posix
package import Reporting
import Spooling
package import Time

/// Takes archives into a tree: verify and stage, plan, apply (docs/formats/import.md).
///
/// Callers hold the repository's lock and run it where blocking is allowed.
package struct ImportEngine: Sendable {
    let sink: any TreeSink
    let folder: RepositoryFolder
    let records: RecordStore
    let log: AppliedLog
    /// Whose archives are taken.
    package let keys: TrustedKeyStore
    /// The imports that wait.
    package let staging: StagingArea
    let clock: WallClock
    /// The name by which receipts speak of this tree; `nil` where none are written.
    let site: String?
    /// Where the key lies that signs what this site says; `nil` where nothing does.
    let signing: SigningKeyStore?
    private let lockPatience: Duration
    /// What keeps some of the file system free.
    private let space: SpaceKeeper

    /// Works on one tree; waits for each document's lock at most `lockPatience`.
    package init(
        sink: any TreeSink,
        folder: RepositoryFolder,
        site: String? = nil,
        signing: SigningKeyStore? = nil,
        lockPatience: Duration = .seconds(10),
        space: SpaceKeeper = SpaceKeeper(),
        clock: WallClock = .system
    ) {
        self.space = space
        self.site = site
        self.signing = signing
        self.sink = sink
        self.folder = folder
        self.lockPatience = lockPatience
        self.clock = clock
        records = RecordStore(folder)
        log = AppliedLog(folder)
        keys = TrustedKeyStore(folder)
        staging = StagingArea(folder)
    }

    /// Reads an archive from start to end and checks all that can be checked without the tree.
    package static func verify(
        _ input: ArchiveInput,
        rules: [any ContentRules],
        reporter: Reporter
    ) throws -> ArchiveHead {
        let reader = try ArchiveReader(input, rules: rules)
        let head = try reader.head()
        reporter.begin(.verify, total: head.manifest.counts.bytes, unit: .bytes)
        try reader.readFiles(into: nil, reporter: reporter)
        return head
    }

    /// Verifies an archive and unpacks it beneath the storage, where it waits.
    ///
    /// The live tree is not touched. `origin` is remembered as the place it came from, by default its path. Once a key is
    /// trusted, what no trusted key signed is refused before anything of it is unpacked, unless that is allowed.
    package func stage(
        _ input: ArchiveInput,
        origin: String? = nil,
        allowUnsigned: Bool = false,
        reporter: Reporter
    ) throws -> StagedImport {
        try folder.requireFinished()
        let reader = try ArchiveReader(input, rules: [sink.rules], policy: policy(allowsUnsigned: allowUnsigned))
        let head = try dated(reader.head())
        try requireTrusted(head, by: records.load())
        if let waiting = try? staging.load(head.archiveID), try isIntact(waiting, reporter: reporter) {
            // A copy that turns out to be damaged must not cost the good one that waits.
            reporter.begin(.verify, total: head.manifest.counts.bytes, unit: .bytes)
            try reader.readFiles(into: nil, reporter: reporter)
            let known = waiting.summary
            let summary = ImportSummary(head, origin: known.origin, stagedAt: known.stagedAt, plan: known.plan)
            return StagedImport(head: head, summary: summary, isFresh: false)
        }
        try requireSpace(for: head.manifest)
        reporter.begin(.verify, total: head.manifest.counts.bytes, unit: .bytes)
        do {
            let found = try MoveProbe.require(in: sink.root, at: StagingArea.place(of: head.archiveID))
            if !found.tellsNamesApart { try NameCollisions.refuse(head.target.entries.lazy.map(\.path)) }
            let folder = try staging.prepare(head.archiveID)
            let ownership = try Ownership(of: sink.root, at: StagingArea.workshop(of: head.archiveID))
            let members = try StagedMembers(in: folder) { (file: borrowing Descriptor) throws(SystemError) in
                try ownership.apply(to: file)
            }
            try reader.readFiles(into: members, reporter: reporter)
            return try staging.seal(head, origin: origin ?? input.path.string, now: clock.now())
        } catch {
            try? staging.remove(head.archiveID)
            throw TransferError.explained(error)
        }
    }

    /// Plans a staged import, and keeps the plan with it.
    package func prepare(_ staged: StagedImport, reporter: Reporter) async throws -> StagedImport {
        let plan = try await plan(staged, reporter: reporter)
        let way = try WayToBase(staged.head.manifest, after: log)
        return try staging.keep(ImportPlan.Summary(plan, way: way, madeAt: clock.now()), of: staged)
    }

    /// The documents that archives brought here.
    package func broughtDocuments() throws -> Set<RelativePath> { Set(try records.load().documents.keys.map(\.path)) }

    /// What applying would do now.
    package func plan(_ staged: StagedImport, reporter: Reporter) async throws -> ImportPlan {
        let accepted = try records.load()
        let live = try await sink.survey(reporter: reporter)
        return try plan(staged, live, accepted)
    }

    func planner(_ staged: StagedImport, _ live: any LiveTree, _ accepted: AcceptedRecords) throws -> Planner {
        let source = staged.head.manifest.repository.uuid
        let target = try records.target(of: accepted, from: source)
        return Planner(
            head: staged.head,
            live: live,
            records: accepted,
            target: target,
            rules: sink.rules,
            oddness: try OwnPlace(sink).oddness
        )
    }

    /// Whose archives are let in now.
    func policy(allowsUnsigned: Bool) throws -> SignaturePolicy {
        try SignaturePolicy(of: folder, allowsUnsigned: allowsUnsigned)
    }

    /// Takes archives of another source from now on.
    package func trust(_ head: ArchiveHead) throws { try trust(head.manifest.repository.uuid) }

    /// The same of the source of that uuid.
    package func trust(_ uuid: String) throws {
        var accepted = try records.load()
        guard !accepted.sources.contains(uuid) else { return }
        accepted.sources.append(uuid)
        try records.save(accepted, target: nil)
    }

    /// The head with a remark if it says to have been made later than now.
    func dated(_ head: ArchiveHead) -> ArchiveHead {
        let created = head.manifest.created
        guard created > clock.now() else { return head }
        let said = created.text(.seconds)
        return head.remarking("It says to have been made at \(said), which is still to come here: check the clocks")
    }

    func requireTrusted(_ head: ArchiveHead, by accepted: AcceptedRecords) throws {
        let uuid = head.manifest.repository.uuid
        guard try folder.uuid() != uuid else {
            throw TransferError(
                .refused,
                "archive",
                "was built from this very storage, which it would cut down to what was carried",
                hint: "Apply it to the storage of the other side"
            )
        }
        guard accepted.sources.isEmpty || accepted.sources.contains(uuid) else {
            throw TransferError(
                .refused,
                "archive",
                "comes from repository \(uuid), and this storage only takes \(accepted.sources.joined(separator: ", "))",
                hint: "If that source is meant to be taken too, run `packferry import trust-source` with this archive"
            )
        }
    }

    func requireSpace(for manifest: Manifest) throws {
        let bytes = manifest.files.reduce(into: Int64(16 << 20)) { sum, file in
            // A document is staged and merged into a second copy.
            sum += (file.entry.size + 4096) * (sink.rules.landing(of: file.entry) == .merged ? 2 : 1)
        }
        try space.require(bytes, files: Int64(manifest.files.count * 2), for: "the import", in: sink.root)
    }

    /// The same for an import whose files lie there already: only documents become a second copy.
    func requireSpace(toApply manifest: Manifest) throws {
        let bytes = manifest.files.reduce(into: Int64(0)) { sum, file in
            if sink.rules.landing(of: file.entry) == .merged { sum += file.entry.size + 4096 }
        }
        try space.require(bytes, for: "the import", in: sink.root)
    }

    /// What puts documents in their places for work that keeps what it needs in `folder`.
    func documentSwap(at folder: RelativePath, waiting: String) throws -> DocumentSwap {
        DocumentSwap(
            sink: sink,
            ownership: try Ownership(of: sink.root, at: folder.appending(StagingArea.workshop)),
            lock: try registryLock(at: folder),
            waiting: try folder.appending(waiting)
        )
    }

    /// The lock for documents of work that keeps what it needs in `folder`.
    func registryLock(at folder: RelativePath) throws -> RegistryLock {
        try RegistryLock(at: folder, in: sink.root, patience: lockPatience, clock: clock)
    }
}
