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
    /// The version; null when it is not known.
    @Nullable package var version: String?
    /// What was seen, as one sentence.
    package var detail: String
    /// What is being done about it.
    package var state: State
    /// How often a repair was tried.
    package var attempts: Int
    /// When it was first seen.
    package var foundAt: Timestamp
    /// The job that saw it last.
    @Nullable package var jobID: String?

    enum CodingKeys: String, CodingKey {
        case id, repository, kind, path, package, version, detail, state, attempts
        case foundAt = "found_at"
        case jobID = "job_id"
    }

    /// Makes the value from all its members.
    package init(
        id: String,
        repository: String,
        kind: Kind,
        path: String,
        package: String? = nil,
        version: String? = nil,
        detail: String,
        state: State,
        attempts: Int,
        foundAt: Timestamp,
        jobID: String? = nil
    ) {
        self.id = id
        self.repository = repository
        self.kind = kind
        self.path = path
        self.package = package
        self.version = version
        self.detail = detail
        self.state = state
        self.attempts = attempts
        self.foundAt = foundAt
        self.jobID = jobID
    }
}

extension Finding {
    /// What can be wrong with a file.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// It cannot be read as what it should be, or has the wrong digest.
        case broken
        /// It is listed but not there.
        case missing
        /// It is there but nothing lists it.
        case orphaned
        /// Somebody began to write it and never ended.
        case halfWritten = "half-written"
    }

    /// What is being done about a finding.
    package enum State: String, Codable, Sendable, CaseIterable {
        case found, repairing, repaired, failed, ignored
    }
}
