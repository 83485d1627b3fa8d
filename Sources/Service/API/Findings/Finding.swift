package import JSON
package import Time

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
    /// What was seen, as one sentence.
    package var detail: String
    /// What is being done about it.
    package var state: State
    /// When it was first seen.
    package var foundAt: Moment

    enum CodingKeys: String, CodingKey {
        case id, repository, kind, path, package, detail, state
        case foundAt = "found_at"
    }

    /// Makes the value from all its members.
    package init(
        id: String,
        repository: String,
        kind: String,
        path: String,
        package: String? = nil,
        detail: String,
        state: State,
        foundAt: Moment
    ) {
        self.id = id
        self.repository = repository
        self.kind = kind
        self.path = path
        self.package = package
        self.detail = detail
        self.state = state
        self.foundAt = foundAt
    }
}

extension Finding {
    /// What is being done about a finding.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// Nothing yet.
        case open
        /// Somebody decided that it may stay.
        case ignored
        /// It was mended.
        case repaired
        /// Mending it was tried in vain.
        case failed
    }
}
