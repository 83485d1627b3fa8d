package import JSON
import Posix
package import Time
package import Transfer

/// Something wrong in a storage.
package struct Finding: Codable, Hashable, Sendable {
    /// The id.
    package var id: String
    /// The repository it is in.
    package var repository: String
    /// What is wrong, in a word of the repository's type: `mismatch`.
    package var kind: String
    /// The file, relative to the repository.
    package var path: String
    /// The package; null when the file belongs to none.
    @Nullable package var package: String?
    /// The version; null where none is known.
    @Nullable package var version: String?
    /// What was seen, as one sentence.
    package var detail: String
    /// What is being done about it.
    package var state: Transfer.Finding.State
    /// How often mending it was tried.
    package var attempts: Int
    /// Where the bytes are that were found, beneath `.packferry` in the storage; null while they are where they were.
    @Nullable package var quarantine: String?
    /// What became of it, in the order in which it happened.
    package var history: [FindingChange]
    /// What is to be done about it, as a sentence; null where nothing is, or something is being done.
    @Nullable package var nextStep: String?
    /// What can be done about it here and now, each by a route of its own.
    package var acts: [Act]
    /// When it was first seen.
    package var foundAt: Moment
    /// When it was last seen.
    package var seenAt: Moment

    /// What can be done about a finding: the last part of the route that does it.
    package enum Act: String, Codable, Sendable, CaseIterable {
        /// Its file is fetched again.
        case repair
        /// It may stay.
        case ignore
        /// It no longer may.
        case reopen
    }

    enum CodingKeys: String, CodingKey {
        case id, repository, kind, path, package, version, detail, state, attempts, quarantine, history, acts
        case nextStep = "next_step"
        case foundAt = "found_at"
        case seenAt = "seen_at"
    }
}

extension Finding {
    /// Shows one that is kept in the table; one that could not be mended says why.
    package init(_ found: Transfer.Finding, _ events: [FindingEvent], nextStep: String?, acts: [Act]) {
        self.init(
            id: found.id.map(String.init) ?? "",
            repository: found.repository,
            kind: found.kind.rawValue,
            path: found.shownPath,
            package: found.package,
            version: found.version,
            detail: [found.detail, found.state == .failed ? events.last?.detail : nil].compactMap(\.self)
                .joined(separator: "; "),
            state: found.state,
            attempts: found.attempts,
            quarantine: found.quarantine.map(PathError.printable),
            history: events.map(FindingChange.init),
            nextStep: nextStep,
            acts: acts,
            foundAt: found.firstSeen,
            seenAt: found.lastSeen
        )
    }
}

/// Something that became of a finding.
package struct FindingChange: Codable, Hashable, Sendable {
    /// When.
    package var at: Moment
    /// What it was from then on.
    package var state: Transfer.Finding.State
    /// Why, and what is to be done; empty where the state says it all.
    package var detail: String
}

extension FindingChange {
    /// Shows what is kept.
    init(_ event: FindingEvent) { self.init(at: event.at, state: event.state, detail: event.detail) }
}
