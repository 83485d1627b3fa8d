package import JSON
import Posix
package import Time
package import Transfer

/// A site that archives are carried to, as far as it is known here.
package struct Site: Codable, Hashable, Sendable {
    /// Whether the next archive has to fit it.
    package enum State: String, Codable, Sendable, CaseIterable {
        case active, retired
    }

    /// The name that it calls itself.
    package var name: String
    /// The repository here that was carried there.
    package var repository: String
    package var state: State
    /// What is known rests on a receipt (`applied`, `rolled-back`) or on an `inventory`.
    package var evidence: SiteStatement.Evidence
    /// The counter of that; only a site's highest counts.
    package var counter: Int64
    /// The archive that it applied last; null of an inventory.
    @Nullable package var archiveID: String?
    /// What that is called here; null where it is not known here any more.
    @Nullable package var artifact: String?
    /// The snapshot that it holds but for what is missing; of an inventory the id of its list.
    @Nullable package var snapshot: String?
    /// How many files it holds of what came from here, as far as that is known.
    @Nullable package var files: Int?
    /// What of the snapshot is not there.
    package var missing: Excerpt<String>
    /// Where it keeps something else for good, which counts as held.
    package var conflicts: Excerpt<String>
    /// Whose signature that bears; null where nobody's, as of a code.
    @Nullable package var signer: Signer?
    /// What is to be remarked about its being taken, as a sentence; null where nothing is.
    @Nullable package var remark: String?
    /// When this was registered.
    package var heardAt: Moment
    /// Since when it does not count any more; null while it does.
    @Nullable package var retiredAt: Moment?
    /// The artifacts that were built since and of which it did not say yet that they came.
    package var onTheWay: [String]
    /// Where its controls are.
    package var links: [String: String]

    enum CodingKeys: String, CodingKey {
        case name, repository, state, evidence, counter, artifact, snapshot, files, missing, conflicts, signer, remark,
            links
        case archiveID = "archive_id"
        case heardAt = "heard_at"
        case retiredAt = "retired_at"
        case onTheWay = "on_the_way"
    }
}

extension Site {
    /// Shows what is known of a site; `files` is how many its snapshot lists, `artifacts` all of the repository.
    package init(
        _ site: Transfer.Site,
        in repository: String,
        listing files: Int?,
        among artifacts: [Transfer.Artifact],
        delivered: Set<String>
    ) {
        let statement = site.statement
        let last = artifacts.first { $0.archiveID == statement.archiveID }
        let reached = artifacts.filter { $0.target == statement.snapshot }.map(\.sequence).max() ?? 0
        let waiting = artifacts.filter { artifact in
            artifact.sequence > max(reached, last?.sequence ?? 0) && !delivered.contains(artifact.id)
                && artifact.state != .damaged && site.isActive
        }
        self.init(
            name: site.name,
            repository: repository,
            state: site.isActive ? .active : .retired,
            evidence: statement.evidence,
            counter: statement.counter,
            archiveID: statement.archiveID,
            artifact: last?.id,
            snapshot: statement.snapshot,
            files: statement.evidence == .inventory ? site.listedFiles : files.map { $0 - statement.missing.count },
            missing: Excerpt(of: statement.missing.map(\.string)),
            conflicts: Excerpt(of: statement.conflicts.map(\.string)),
            signer: statement.signer,
            remark: statement.remark,
            heardAt: site.heardAt,
            retiredAt: site.retiredAt,
            onTheWay: waiting.map(\.id),
            links: ["self": APIPath.site(site.name), "retire": APIPath.retirement(ofSite: site.name)]
        )
    }
}
