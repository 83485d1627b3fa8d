package import Crypto
package import Posix
package import Time

/// What a site said of what it holds, however that came here: by a receipt, a code or an inventory.
package struct SiteStatement: Sendable, Equatable {
    /// What it rests on.
    package enum Evidence: String, Codable, Sendable, CaseIterable {
        case applied
        case rolledBack = "rolled-back"
        case inventory
    }

    /// The tree here that it is about.
    package let repositoryUUID: String
    package let site: String
    package let counter: Int64
    package let evidence: Evidence
    /// The archive that was applied; `nil` of an inventory.
    package let archiveID: String?
    /// The snapshot that is held, or the id of an inventory's list; `nil` where nothing that is known here is.
    package let snapshot: String?
    /// What of the snapshot is not there.
    package let missing: [RelativePath]
    /// Where the site keeps something else for good.
    package let conflicts: [RelativePath]
    /// What an inventory lists; empty of a receipt.
    package internal(set) var files: [RelativePath: SHA512Digest] = [:]
    /// Who signed it; `nil` where nobody did, as nobody can a code.
    package internal(set) var signer: Signer?
    /// What is to be remarked about its being taken; `nil` where nothing is.
    package internal(set) var remark: String?

    init(
        repositoryUUID: String,
        site: String,
        counter: Int64,
        evidence: Evidence,
        archiveID: String?,
        snapshot: String?,
        missing: [RelativePath] = [],
        conflicts: [RelativePath] = []
    ) {
        self.repositoryUUID = repositoryUUID
        self.site = site
        self.counter = counter
        self.evidence = evidence
        self.archiveID = archiveID
        self.snapshot = snapshot
        self.missing = missing
        self.conflicts = conflicts
    }

    /// What a receipt says, and whose signature it bears.
    package init(_ receipt: Receipt, signedBy signer: Signer? = nil) {
        self.init(
            repositoryUUID: receipt.repository.uuid,
            site: receipt.site,
            counter: receipt.counter,
            evidence: receipt.kind == .applied ? .applied : .rolledBack,
            archiveID: receipt.archiveID,
            snapshot: receipt.snapshot,
            missing: receipt.missing,
            conflicts: receipt.conflicts
        )
        self.signer = signer
    }

    /// What an inventory says of a tree here, and whose signature it bears.
    ///
    /// A list that `sha512sum` printed bears nobody's: it says neither whose it is nor of when.
    package init(
        _ inventory: Inventory,
        of site: String,
        about repositoryUUID: String,
        signedBy signer: Signer? = nil
    ) {
        self.init(
            repositoryUUID: repositoryUUID,
            site: site,
            counter: inventory.counter,
            evidence: .inventory,
            archiveID: nil,
            snapshot: inventory.id,
            conflicts: inventory.conflicts
        )
        files = inventory.files
        self.signer = inventory.site == nil ? nil : signer
    }

    /// The same as it is taken under a policy, with what that remarks; throws why it is not.
    package func admitted(by policy: SignaturePolicy) throws(TransferError) -> SiteStatement {
        var admitted = self
        admitted.remark = try policy.admit(signer)
        return admitted
    }
}

/// A site, as far as it is known here: the newest that it said of one repository.
package struct Site: Sendable, Equatable {
    /// What it said, without the files of an inventory.
    package let statement: SiteStatement
    /// When that was registered here.
    package let heardAt: Moment
    /// Since when it does not count any more; `nil` while it does.
    package let retiredAt: Moment?
    /// How many files an inventory of it lists; 0 of a receipt.
    package let listedFiles: Int

    init(statement: SiteStatement, heardAt: Moment, retiredAt: Moment?, listedFiles: Int) {
        self.statement = statement
        self.heardAt = heardAt
        self.retiredAt = retiredAt
        self.listedFiles = listedFiles
    }

    /// As it is known once it has said this.
    init(hearing statement: SiteStatement, at moment: Moment) {
        self.init(statement: statement, heardAt: moment, retiredAt: nil, listedFiles: statement.files.count)
    }

    /// The same with what its inventory lists.
    func listing(_ files: [RelativePath: SHA512Digest]) -> Site {
        var statement = statement
        statement.files = files
        return Site(statement: statement, heardAt: heardAt, retiredAt: retiredAt, listedFiles: listedFiles)
    }

    /// The name that it calls itself.
    package var name: String { statement.site }
    /// Whether the next archive has to fit it.
    package var isActive: Bool { retiredAt == nil }
}

/// That an archive got to a site.
package struct Delivery: Sendable, Equatable {
    /// How far that is known.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// Somebody said so.
        case asserted
        /// The site's own receipt says so.
        case proven
    }

    package let artifact: String
    package let site: String
    package let state: State
    package let at: Moment
    /// Who said so; `nil` where it is proven.
    package let assertedBy: String?
    /// Why they know; `nil` where it is proven.
    package let reason: String?

    package init(
        artifact: String,
        site: String,
        state: State,
        at: Moment,
        assertedBy: String? = nil,
        reason: String? = nil
    ) {
        self.artifact = artifact
        self.site = site
        self.state = state
        self.at = at
        self.assertedBy = assertedBy
        self.reason = reason
    }
}

/// What became of something that was registered.
package struct Registration: Sendable {
    /// Whether it counts.
    package enum Verdict: String, Codable, Sendable, CaseIterable {
        /// It is the newest that the site said.
        case news
        /// The same was registered before.
        case known
        /// The site said something newer before: nothing changed.
        case older
    }

    package let verdict: Verdict
    /// The site as it is known now.
    package let site: Site
    /// The counter of what was registered.
    package let counter: Int64
}
