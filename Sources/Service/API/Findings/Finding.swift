package import JSON
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
    /// What was seen, as one sentence.
    package var detail: String
    /// What is being done about it.
    package var state: Transfer.Finding.State
    /// When it was first seen.
    package var foundAt: Moment

    enum CodingKeys: String, CodingKey {
        case id, repository, kind, path, package, detail, state
        case foundAt = "found_at"
    }
}

extension Finding {
    /// Shows one that is kept in the table.
    package init(_ found: Transfer.Finding) {
        self.init(
            id: found.id.map(String.init) ?? "",
            repository: found.repository,
            kind: found.kind.rawValue,
            path: found.shownPath,
            package: found.package,
            detail: found.detail,
            state: found.state,
            foundAt: found.firstSeen
        )
    }
}
