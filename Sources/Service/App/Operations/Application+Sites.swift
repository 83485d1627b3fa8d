import API
import Posix
import Reporting
import Requests
import Time
import Transfer
import Trees

/// How what a site says is to be taken.
struct Hearing: Sendable {
    /// Who hands it in.
    let initiator: String
    /// Whether it counts though no trusted key of the site signed it.
    let allowsUnsigned: Bool
    let isDryRun: Bool

    init(by initiator: String, _ query: ReceiptQuery) {
        self.initiator = initiator
        allowsUnsigned = query.allowUnsigned
        isDryRun = query.isDryRun
    }

    init(by initiator: String, _ query: InventoryQuery) {
        self.initiator = initiator
        allowsUnsigned = query.allowUnsigned
        isDryRun = query.isDryRun
    }
}

extension Application {
    /// What sites said, and which archives got to them.
    var sites: SiteStore { SiteStore(database: database) }

    /// The uuids of the trees of the repositories here, as far as anybody ever worked on them.
    private func knownTrees() async throws -> [(repository: Repository, uuid: String)] {
        var found: [(Repository, String)] = []
        for repository in repositories {
            if let uuid = try await knownUUID(of: repository) { found.append((repository, uuid)) }
        }
        return found
    }

    /// The uuid of the tree that was worked on last, or, where the database does not know, of the one that lies there.
    private func knownUUID(of repository: Repository) async throws -> String? {
        if let known = try await repository.record.known() { return known.uuid }
        return try? await repository.lane.away { try repository.open().existingFolder()?.uuid() }
    }

    /// Every site that one of these repositories was carried to.
    func shownSites(of repositories: [Repository]) async throws -> [API.Site] {
        var shown: [API.Site] = []
        for (repository, uuid) in try await knownTrees()
        where repositories.contains(where: { $0.name == repository.name }) {
            shown += try await self.shown(sites.all(of: uuid), of: repository)
        }
        return shown
    }

    /// The sites of one repository, with what is on its way to them.
    private func shown(_ all: [Transfer.Site], of repository: Repository) async throws -> [API.Site] {
        guard let uuid = all.first?.statement.repositoryUUID else { return [] }
        let (artifacts, deliveries) = (try await artifacts.all(of: uuid), try await sites.deliveries())
        let counts = try await pages.run { [snapshots] in
            Dictionary(try snapshots.list().map { ($0.id, $0.counts.files) }) { first, _ in first }
        }
        return all.map { site in
            let delivered = deliveries.filter { $0.value.contains { $0.site == site.name } }.keys
            return API.Site(
                site,
                in: repository.name,
                listing: site.statement.snapshot.flatMap { counts[$0] },
                among: artifacts,
                delivered: Set(delivered)
            )
        }
    }

    /// The site of that name, with the repository that was carried there.
    ///
    /// Throws where several repositories were and none is named.
    func site(_ name: String, of repository: String?) async throws -> (site: Transfer.Site, repository: Repository) {
        let named = try repository.map { try self.repository($0).name }
        var found: [(Transfer.Site, Repository)] = []
        for (repository, uuid) in try await knownTrees() where named == nil || named == repository.name {
            if let site = try await sites.find(name, of: uuid) { found.append((site, repository)) }
        }
        guard let first = found.first else {
            throw TransferError(
                .notFound,
                name,
                "is no site that is known here",
                hint: "`packferry site list` names them; `packferry receipt register` makes one known"
            )
        }
        guard found.count == 1 else { throw RequestRefusal.repositoryNeeded(choices: found.map(\.1.name)) }
        return first
    }

    /// What is known of one site.
    func shown(_ site: Transfer.Site, of repository: Repository) async throws -> API.Site {
        try await shown([site], of: repository)[0]
    }

    /// Takes a receipt, and whose signature it bears.
    func register(
        _ receipt: Receipt,
        signedBy signer: Signer?,
        _ hearing: Hearing
    ) async throws -> SiteRegistration {
        let trees = try await knownTrees()
        guard let repository = trees.first(where: { $0.uuid == receipt.repository.uuid })?.repository else {
            let known = trees.map { "\($0.repository.name) \($0.uuid)" }.joined(separator: ", ")
            throw TransferError(
                .notFound,
                "receipt",
                "is about repository \(receipt.repository.uuid) (\(receipt.repository.name)), which is not here"
                    + (known.isEmpty ? "" : "; here is \(known)"),
                hint: "Register it where the archives that this site takes are built"
            )
        }
        return try await register(SiteStatement(receipt, signedBy: signer), of: repository, hearing)
    }

    /// Takes a code; `name` is the site that it is of, which is needed where that was never heard of.
    func register(
        _ code: ReceiptCode,
        ofSite name: String?,
        in repository: Repository,
        _ hearing: Hearing
    ) async throws -> SiteRegistration {
        let uuid = try await uuid(of: repository)
        let known = try await sites.all(of: uuid)
        let names = name.map { [$0] } ?? known.map(\.name)
        let search = CodeSearch(uuid: uuid, sites: known, artifacts: try await artifacts.all(of: uuid))
        guard let statement = search.statement(of: code, among: names) else {
            let tried = names.isEmpty ? "no site is known yet" : "tried were the sites \(names.joined(separator: ", "))"
            throw TransferError(
                .notFound,
                "code",
                "fits no archive that was built here of \(repository.name); \(tried)",
                hint: "Name the site that shows it (--site), and the repository where there are several"
            )
        }
        return try await register(statement, of: repository, hearing)
    }

    /// Takes an inventory with the signature that belongs beside it, or a list that `sha512sum` made at a moment.
    func registerInventory(
        _ bytes: [UInt8],
        signature: [UInt8]?,
        _ query: InventoryQuery,
        in repository: Repository,
        by initiator: String
    ) async throws -> SiteRegistration {
        try requirePast(query.taken)
        let uuid = try await uuid(of: repository)
        let last = try await artifacts.all(of: uuid).first { $0.scope != .partial }
        let inventory = try await pages.run { [snapshots, clock] in
            let list = last.flatMap { try? snapshots.find($0.target) }
            return try Inventory(parsing: bytes, takenAt: query.taken ?? clock.now()) { path in
                list?.entry(at: path).map { repository.rules.landing(of: $0) == .merged } ?? false
            }
        }
        try await require(inventory, isOf: repository)
        guard let site = query.site ?? inventory.site else {
            throw TransferError(
                .invalid,
                "inventory",
                "does not say which site it is of",
                hint: "Name that (--site)"
            )
        }
        if let said = inventory.site, said != site {
            throw TransferError(
                .invalid,
                "inventory",
                "is of the site \(said), not of \(site)",
                hint: "Leave --site out"
            )
        }
        guard ShortNameRule.isKept(by: site) else {
            throw TransferError(.invalid, site, ShortNameRule.clause, hint: "Name the site as it calls itself")
        }
        let signer = try signature.map { try StatementSignature.signer(of: bytes, by: $0) }
        let statement = SiteStatement(inventory, of: site, about: uuid, signedBy: signer)
        return try await register(statement, of: repository, Hearing(by: initiator, query))
    }

    /// Throws where a list says to have been made so much later that nothing the site says next would count.
    private func requirePast(_ taken: Moment?) throws {
        guard let taken, taken > clock.now() + .seconds(24 * 3600) else { return }
        let cause = "is said to have been taken at \(taken.text(.seconds)), which is still to come"
        throw TransferError(.invalid, "inventory", cause, hint: "Say when it was made (--taken)")
    }

    /// Throws where an inventory is of another tree here, or of another type.
    private func require(_ inventory: Inventory, isOf repository: Repository) async throws {
        guard let origin = inventory.repository else { return }
        let other = try await knownTrees().first { $0.uuid == origin.uuid && $0.repository.name != repository.name }
        guard other == nil, origin.type == repository.ecosystem.type else {
            throw TransferError(
                .invalid,
                "inventory",
                "is of \(other?.repository.name ?? "a repository of type \(origin.type)"), not of \(repository.name)",
                hint: "Name the repository that it is of (--repository)"
            )
        }
    }

    private func uuid(of repository: Repository) async throws -> String {
        guard let uuid = try await knownUUID(of: repository) else {
            throw TransferError(
                .notFound,
                repository.name,
                "was never worked on here, so nothing of it can have been carried",
                hint: "Build an archive first (`packferry artifact build`)"
            )
        }
        return uuid
    }

    private func register(
        _ statement: SiteStatement,
        of repository: Repository,
        _ hearing: Hearing
    ) async throws -> SiteRegistration {
        let kept = try await siteFolder(of: repository)
        let admitted = try await pages.run {
            let policy = try SignaturePolicy(
                of: kept.folder,
                ofSite: statement.site,
                allowsUnsigned: hearing.allowsUnsigned
            )
            return try statement.admitted(by: policy)
        }
        let built = try await artifacts.all(of: statement.repositoryUUID)
        try await requireKnown(statement, among: built)
        let artifact = built.first { $0.archiveID == statement.archiveID }
        let registration = try await sites.register(
            admitted,
            delivering: artifact?.id,
            keptIn: kept,
            at: clock.now(),
            by: hearing.initiator,
            isDryRun: hearing.isDryRun
        )
        if !hearing.isDryRun { try? await share(kept) }
        return SiteRegistration(
            verdict: registration.verdict,
            counter: registration.counter,
            artifact: artifact?.id,
            site: try await shown(registration.site, of: repository)
        )
    }

    /// Where what sites say of a repository is kept, beside its tree.
    ///
    /// Throws where another tree lies there than the one that was carried.
    private func siteFolder(of repository: Repository) async throws -> SiteFolder {
        try await repository.lane.away {
            let opened = try repository.open()
            try await self.requireSame(opened)
            guard let folder = try opened.existingFolder() else {
                throw TransferError(.notFound, repository.name, "was never worked on here")
            }
            return SiteFolder(folder)
        }
    }

    /// Gives what root wrote there to the owner of the storage.
    private func share(_ kept: SiteFolder) async throws { try await pages.run { try kept.folder.shareWithOwner() } }

    /// Lets a site count no more.
    func retire(_ site: Transfer.Site, of repository: Repository, by initiator: String) async throws -> Transfer.Site {
        let kept = try await siteFolder(of: repository)
        let retired = try await sites.retire(site, keptIn: kept, at: clock.now(), by: initiator)
        try? await share(kept)
        return retired
    }

    /// Records that somebody says that an artifact got to a site.
    func record(_ delivery: Delivery, of source: RepositoryIdentity, by initiator: String) async throws {
        let kept = try await siteFolder(of: repository(source.name))
        try await sites.assert(delivery, of: source.uuid, keptIn: kept, by: initiator)
        try? await share(kept)
    }

    /// Throws where what a site says that it holds is not known here: nothing could be built upon it.
    private func requireKnown(_ statement: SiteStatement, among built: [Transfer.Artifact]) async throws {
        guard statement.evidence != .inventory else { return }
        let hint = "Have the site say what it holds: `packferry inventory export` there, `inventory register` here"
        guard let snapshot = statement.snapshot else {
            guard built.contains(where: { $0.archiveID == statement.archiveID }) else {
                let archive = statement.archiveID ?? ""
                throw TransferError(.notFound, "archive \(archive)", "was not built here, or deleted since", hint: hint)
            }
            return
        }
        let isKept = try await pages.run { [snapshots] in try snapshots.place(of: snapshot) != nil }
        guard isKept || built.contains(where: { $0.target == snapshot }) else {
            throw TransferError(
                .notFound,
                "snapshot \(snapshot)",
                "is what \(statement.site) says that it holds, and is not known here",
                hint: hint
            )
        }
    }
}

extension Application {
    /// Lists what a repository holds now.
    func inventory(of repository: Repository) async throws -> InventoryDocument {
        try await locked(repository, for: "inventory", patience: .seconds(5), reporter: .silent) { locked in
            try await locked.imports.inventory(
                of: locked.repository.source(locked.folder),
                at: locked.site,
                run: "inventory",
                reporter: .silent
            )
        }
    }

    /// The receipts that a repository keeps, by the archive's id.
    func receipts(of repository: Repository) async throws -> [String: ReceiptStore.Kept] {
        try await repository.lane.away {
            let all = try repository.open().existingFolder().map { try ReceiptStore($0).all() } ?? []
            return Dictionary(all.map { ($0.archiveID, $0) }) { first, _ in first }
        }
    }

    /// The receipt of an import that was applied; `nil` where none was written.
    func receipt(of id: String, in repository: Repository) async throws -> FoundReceipt? {
        try await repository.lane.away {
            guard let store = try repository.open().existingFolder().map(ReceiptStore.init),
                let kept = try store.last(of: id)
            else { return nil }
            return FoundReceipt(
                kept: kept,
                bytes: try store.document(of: kept),
                receipt: try store.read(kept),
                signature: try store.signature(of: kept)
            )
        }
    }
}

/// A receipt as it lies beside the tree.
struct FoundReceipt: Sendable {
    let kept: ReceiptStore.Kept
    /// The document itself, over which the signature is.
    let bytes: [UInt8]
    let receipt: Receipt
    let signature: [UInt8]?
}
