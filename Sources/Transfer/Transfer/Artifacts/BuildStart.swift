import Spooling

/// What a build sets out from.
struct BuildStart {
    /// The highest sequence of the archives that are recorded; 0 before the first.
    private(set) var sequence: Int64 = 0
    /// The state that the last archive leads to; where it is gone, the base.
    private(set) var previous: Snapshot?
    /// Where the delta starts; `nil` when the archive is to carry everything.
    private(set) var base: BuildBase?
    /// What was gone and had to be done without, and what should be looked at, in sentences.
    var remarks: [String] = []
}

/// Where a delta starts.
struct BuildBase {
    /// The snapshot that is named as the base: of several the one that the oldest archive leads to.
    let snapshot: String
    /// Its list; `nil` where only an inventory knows of it.
    let listed: Snapshot?
    /// The archive that leads there.
    let archive: Manifest.Predecessor?
    /// The sites whose word this rests on; none where it rests on what was built.
    let sites: [Manifest.BaseSite]
    /// What these hold.
    private let held: SiteBase?

    /// A snapshot and nothing else.
    init(_ snapshot: Snapshot, archive: Manifest.Predecessor?) {
        (self.snapshot, listed, self.archive, sites, held) = (snapshot.id, snapshot, archive, [], nil)
    }

    /// What sites hold.
    init(_ holdings: [Holdings], oldest: (snapshot: String, listed: Snapshot?), archive: Manifest.Predecessor?) {
        (snapshot, listed, self.archive) = (oldest.snapshot, oldest.listed, archive)
        held = SiteBase(holdings)
        sites = holdings.map(\.site.statement).map {
            Manifest.BaseSite(name: $0.site, snapshot: $0.snapshot, counter: $0.counter)
        }
    }

    /// The sites that do not hold all of these; `nil` where this is not what sites are known to hold.
    func sitesLacking(_ entries: some Sequence<Entry>) -> [String]? { held?.lacking(entries) }

    /// The list that a target is compared with, sorted by path.
    func entries(against target: Snapshot, knowing previous: Snapshot?) throws -> SpooledList<Entry> {
        try held?.entries(against: target, knowing: previous) ?? listed?.entries ?? []
    }
}

/// Looks for where a build starts, among what was built before and is still there.
struct BuildStartFinder {
    let uuid: String
    let snapshots: SnapshotStore
    let artifacts: ArtifactStore
    let rules: any ContentRules
    /// Whether a snapshot that comes back out of its archive is kept.
    let keepsSnapshots: Bool

    /// Where a part of the tree starts: at nothing, above all that was built.
    func alone() async throws -> BuildStart {
        BuildStart(sequence: try await artifacts.all(of: uuid).first?.sequence ?? 0)
    }

    /// The state that the last archive leads to, where that is what a delta is compared with, and the sequence of the last;
    /// `nil` where it is another.
    ///
    /// Its list is not read.
    func standing(_ baseline: BuildRequest.Baseline) async throws -> (snapshot: SnapshotSummary, sequence: Int64)? {
        let all = try await artifacts.all(of: uuid)
        guard let sequence = all.first?.sequence, let last = all.first(where: { $0.scope != .partial }),
            last.state != .damaged, try await isBase(last.target, of: baseline),
            let snapshot = try snapshots.summary(of: last.target)
        else { return nil }
        return (snapshot, sequence)
    }

    private func isBase(_ target: String, of baseline: BuildRequest.Baseline) async throws -> Bool {
        switch baseline {
        case .none: return false
        case .lastBuilt: return true
        case .snapshot(let reference): return try snapshots.id(of: reference) == target
        case .sites(let names):
            return try await sites(named: names).allSatisfy { site in
                site.statement.evidence != .inventory && site.statement.snapshot == target
                    && site.statement.missing.isEmpty
            }
        }
    }

    func find(_ baseline: BuildRequest.Baseline) async throws -> BuildStart {
        let all = try await artifacts.all(of: uuid)
        // A part is nothing to start from.
        let built = all.filter { $0.scope != .partial }
        let (base, remarks) = try await base(at: baseline, built)
        let listed = base?.listed
        let previous = try built.first.flatMap { $0.target == listed?.id ? listed : try snapshots.intact($0.target) }
        return BuildStart(
            sequence: all.first?.sequence ?? 0,
            previous: previous ?? listed,
            base: base,
            remarks: remarks
        )
    }

    private func base(
        at baseline: BuildRequest.Baseline,
        _ built: [Artifact]
    ) async throws -> (BuildBase?, [String]) {
        switch baseline {
        case .none: return (nil, [])
        case .snapshot(let reference): return (based(on: try ownSnapshot(reference), built), [])
        case .sites(let names):
            let sites = try await sites(named: names)
            if !sites.isEmpty { return try await base(heldBy: sites, built) }
        case .lastBuilt: break
        }
        let (snapshot, remarks) = try lastBuilt(built)
        return (snapshot.map { based(on: $0, built) }, remarks)
    }

    private func based(on snapshot: Snapshot, _ built: [Artifact]) -> BuildBase {
        BuildBase(snapshot, archive: leading(to: snapshot.id, among: built))
    }

    /// The archive that leads to a snapshot; `nil` where none that is whole does.
    private func leading(to snapshot: String, among built: [Artifact]) -> Manifest.Predecessor? {
        built.first { $0.target == snapshot && $0.state != .damaged }.map {
            Manifest.Predecessor(name: $0.id, sequence: $0.sequence)
        }
    }

    /// The sites that are named, or all that count.
    private func sites(named names: [String]) async throws -> [Site] {
        let all = try await SiteStore(database: artifacts.database).all(of: uuid)
        guard !names.isEmpty else { return all.filter(\.isActive) }
        return try Set(names).sorted().map { name in
            guard let site = all.first(where: { $0.name == name }) else { throw Self.unknown(name, all) }
            return site
        }
    }

    private static func unknown(_ name: String, _ known: [Site]) -> TransferError {
        let names = known.map(\.name)
        let cause = "is no site that this repository is known to have been carried to"
        return TransferError(
            .notFound,
            name,
            names.isEmpty ? "\(cause); no site is" : "\(cause); known are \(names.joined(separator: ", "))",
            hint: "Register a receipt or an inventory of it first (`packferry receipt register`)"
        )
    }

    /// What all of them hold; nothing where one of them holds nothing that is known.
    private func base(heldBy sites: [Site], _ built: [Artifact]) async throws -> (BuildBase?, [String]) {
        var holdings: [Holdings] = []
        for site in sites {
            guard let holding = try await holding(of: site, built) else {
                return (nil, ["what \(site.name) holds is not known here: all is carried, as with --full"])
            }
            holdings.append(holding)
        }
        func age(_ holding: Holdings) -> Int64 {
            built.first { $0.target == holding.site.statement.snapshot }?.sequence ?? 0
        }
        guard let oldest = holdings.min(by: { age($0) < age($1) }), let snapshot = oldest.site.statement.snapshot else {
            return (nil, [])
        }
        let archive = leading(to: snapshot, among: built)
        return (BuildBase(holdings, oldest: (snapshot, oldest.snapshot), archive: archive), [])
    }

    private func holding(of site: Site, _ built: [Artifact]) async throws -> Holdings? {
        if site.statement.evidence == .inventory {
            return Holdings(site, listing: try await SiteStore(database: artifacts.database).files(of: site))
        }
        guard let id = site.statement.snapshot else { return nil }
        let kept = try snapshots.intact(id)
        let snapshot = try kept ?? built.first { $0.target == id }.flatMap(restored)
        return snapshot.map { Holdings(site, of: $0) }
    }

    /// The target of the last archive whose state is known whole.
    ///
    /// One that is damaged may have arrived nowhere, and one that is gone with its snapshot says nothing any more: to
    /// start from an older one carries more, and leaves no hole.
    private func lastBuilt(_ built: [Artifact]) throws -> (Snapshot?, [String]) {
        var remarks: [String] = []
        for artifact in built {
            guard artifact.state != .damaged else {
                remarks.append("\(artifact.id) is damaged, so nothing is built upon it")
                continue
            }
            let kept = try snapshots.intact(artifact.target)
            if let snapshot = try kept ?? restored(from: artifact) { return (snapshot, remarks) }
            remarks.append("what \(artifact.id) leads to is gone: neither its snapshot nor the archive is here")
        }
        if !built.isEmpty { remarks.append("no earlier archive can be built upon: all is carried, as with --full") }
        return (nil, remarks)
    }

    private func ownSnapshot(_ reference: String) throws -> Snapshot {
        let snapshot = try snapshots.resolve(reference)
        guard snapshot.repository.uuid == uuid else {
            throw TransferError(.invalid, reference, "is a snapshot of another repository")
        }
        return snapshot
    }

    /// The target as the archive itself has it; `nil` when that is gone too.
    private func restored(from artifact: Artifact) throws -> Snapshot? {
        guard let target = artifacts.target(of: artifact, rules: [rules]) else { return nil }
        if keepsSnapshots { try snapshots.replace(with: target) }
        return target
    }
}
