package import JSON
package import Time

/// Something wrong in a storage.
package struct Finding: Codable, Hashable, Sendable {
    /// The id.
    package var id: String
    /// The repository it is in.
    package var repository: String
    /// What is wrong.
    package var kind: Kind
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
        kind: Kind,
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
    /// What can be wrong with a file.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// A tarball without a single byte.
        case empty
        /// A tarball whose digest is not the one its version states.
        case mismatch
        /// A folder, link or device where a file must be.
        case notAFile = "not-a-file"
        /// It cannot be read.
        case unreadable
        /// It is listed but not there.
        case missing
        /// It is there but no version names it.
        case orphan
        /// Somebody began to write it and never ended.
        case halfWritten = "half-written"
        /// A package.json that is no packument.
        case badPackument = "bad-packument"
        /// A package.json that names another package than its folder.
        case wrongName = "wrong-name"
        /// Tarballs in a folder without package.json.
        case noPackument = "no-packument"
        /// Something that does not belong into a storage.
        case stray
    }

    /// What is being done about a finding.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// Nothing yet.
        case open
        /// Somebody decided that it may stay.
        case ignored
        /// It was mended.
        case repaired
    }
}
