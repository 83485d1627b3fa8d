import API
import Crypto
import Posix
import Transfer

extension API.Import {
    init(_ staged: StagedImport, in repository: String, applying job: String? = nil) {
        let manifest = staged.head.manifest
        self.init(
            id: staged.id,
            repository: repository,
            state: job == nil ? .staged : .applying,
            source: RepositorySource(
                name: manifest.repository.name,
                type: manifest.repository.type,
                uuid: manifest.repository.uuid
            ),
            sequence: manifest.sequence,
            scope: manifest.scope.rawValue,
            base: manifest.base,
            target: manifest.target,
            created: manifest.created,
            stagedAt: staged.stagedAt,
            origin: staged.origin,
            counts: ContentCounts(manifest.counts),
            jobID: job,
            warnings: manifest.warnings + staged.head.remarks,
            links: ["self": APIPath.import(staged.id), "apply": APIPath.application(ofImport: staged.id)]
        )
    }

    init(_ history: AppliedHistory, in repository: String) {
        let (applied, last) = (history.work, history.last)
        let missing = last.missing.map { "\($0) was missing." }
        self.init(
            id: applied.id,
            repository: repository,
            state: .applied,
            source: RepositorySource(type: "npm", uuid: applied.source),
            sequence: applied.sequence,
            scope: applied.scope,
            target: applied.target,
            appliedAt: applied.appliedAt,
            origin: applied.origin,
            jobID: applied.appliedBy.hasPrefix("job ") ? String(applied.appliedBy.dropFirst(4)) : nil,
            warnings: last.conflicts.map { "\($0) stayed as the site has it." } + missing,
            links: ["self": APIPath.import(applied.id)]
        )
    }
}

extension API.ImportPlan {
    /// How many files are named one by one.
    private static let shown = 100

    init(_ plan: Transfer.ImportPlan, of staged: StagedImport) {
        let base = staged.head.manifest.base
        self.init(
            new: plan.new.count,
            replaced: plan.replaced.count,
            unchanged: plan.unchanged.count,
            superseded: plan.superseded.count,
            merged: plan.documents.count,
            conflicts: plan.conflicts.count,
            missing: plan.missing.count,
            pendingDeletes: plan.pendingDeletes,
            packages: plan.packages.count,
            bytes: plan.bytes,
            conflictingFiles: plan.conflicts.prefix(Self.shown).map { conflict in
                ConflictingFile(
                    path: conflict.path.string,
                    here: conflict.here.hex,
                    incoming: conflict.incoming.hex
                )
            },
            missingFiles: plan.missing.prefix(Self.shown).map { entry in
                MissingFile(path: entry.path.string, sha512: entry.sha512.hex)
            },
            remedy: plan.missing.isEmpty ? nil : Self.remedy(base: base),
            isContained: plan.isContained
        )
    }

    private static func remedy(base: String?) -> String {
        let sooner = base.map { "Apply the archives up to snapshot \($0) first" } ?? "Carry the archive again"
        return "\(sooner), or ask for a full archive."
    }
}
