/// What applying an import would do to the tree as it is now.
package struct ImportPlan: Codable, Hashable, Sendable {
    /// Files that are not there yet.
    package var new: Int
    /// Files of the source that get other content.
    package var replaced: Int
    /// Files that are there with this content.
    package var unchanged: Int
    /// Files that a newer archive has overtaken.
    package var superseded: Int
    /// Documents that are merged.
    package var merged: Int
    /// Files of the site that stay although the archive brings others.
    package var conflicts: Int
    /// Files that the archive relies on and that are neither in it nor here.
    package var missing: Int
    /// Files that the source no longer has; they stay.
    package var pendingDeletes: Int
    /// Packages that something is done to.
    package var packages: Int
    /// Bytes that are added to the tree.
    package var bytes: Int64
    /// The first hundred conflicts.
    package var conflictingFiles: [ConflictingFile]
    /// The first hundred missing files.
    package var missingFiles: [MissingFile]
    /// What would bring the missing files, as one sentence; null when none is missing.
    @Nullable package var remedy: String?
    /// Whether nothing of it is left to do.
    package var isContained: Bool

    enum CodingKeys: String, CodingKey {
        case new, replaced, unchanged, superseded, merged, conflicts, missing, packages, bytes, remedy
        case pendingDeletes = "pending_deletes"
        case conflictingFiles = "conflicting_files"
        case missingFiles = "missing_files"
        case isContained = "is_contained"
    }

    /// Makes the value from all its members.
    package init(
        new: Int,
        replaced: Int,
        unchanged: Int,
        superseded: Int,
        merged: Int,
        conflicts: Int,
        missing: Int,
        pendingDeletes: Int,
        packages: Int,
        bytes: Int64,
        conflictingFiles: [ConflictingFile],
        missingFiles: [MissingFile],
        remedy: String? = nil,
        isContained: Bool
    ) {
        self.new = new
        self.replaced = replaced
        self.unchanged = unchanged
        self.superseded = superseded
        self.merged = merged
        self.conflicts = conflicts
        self.missing = missing
        self.pendingDeletes = pendingDeletes
        self.packages = packages
        self.bytes = bytes
        self.conflictingFiles = conflictingFiles
        self.missingFiles = missingFiles
        self.remedy = remedy
        self.isContained = isContained
    }
}

extension ImportPlan {
    /// A file of the site that stays.
    package struct ConflictingFile: Codable, Hashable, Sendable {
        /// The path, relative to the repository.
        package let path: String
        /// The SHA-512 of what the site has.
        package let here: String
        /// The SHA-512 of what the archive brings.
        package let incoming: String

        /// Makes the value from all its members.
        package init(path: String, here: String, incoming: String) {
            self.path = path
            self.here = here
            self.incoming = incoming
        }
    }

    /// A file that the archive relies on and that is not here.
    package struct MissingFile: Codable, Hashable, Sendable {
        /// The path, relative to the repository.
        package let path: String
        /// The SHA-512 that it must have.
        package let sha512: String

        /// Makes the value from all its members.
        package init(path: String, sha512: String) {
            self.path = path
            self.sha512 = sha512
        }
    }
}
