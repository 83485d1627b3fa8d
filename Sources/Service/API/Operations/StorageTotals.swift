package import JSON
package import Time

/// How much lies where.
package struct StorageTotals: Codable, Hashable, Sendable {
    /// Whose these are.
    package var site: Site
    /// The repositories, by name.
    package var repositories: [RepositoryTotals]
    /// All artifacts together.
    package var artifacts: StoredBytes
    /// All snapshots together.
    package var snapshots: StoredBytes
    /// The size of the database and the logs.
    package var stateBytes: Int64
    /// The filesystems that these lie on.
    package var disks: [DiskSpace]
    /// When the one that was not read for longest was read; null before the first time.
    @Nullable package var collected: Moment?

    enum CodingKeys: String, CodingKey {
        case site, repositories, artifacts, snapshots, disks, collected
        case stateBytes = "state_bytes"
    }

    /// Puts together what was counted; it is as old as the repository that was not read for longest.
    package init(
        site: Site,
        repositories: [RepositoryTotals],
        artifacts: StoredBytes,
        snapshots: StoredBytes,
        stateBytes: Int64,
        disks: [DiskSpace]
    ) {
        self.site = site
        self.repositories = repositories.sorted { $0.name < $1.name }
        self.artifacts = artifacts
        self.snapshots = snapshots
        self.stateBytes = stateBytes
        self.disks = disks
        collected = repositories.compactMap(\.collected).min()
    }
}

extension StorageTotals {
    /// One installation: what it is called, and on which side of the gap it stands.
    package struct Site: Codable, Hashable, Sendable {
        package let name: String
        /// `online`, `offline` or `both`.
        package let role: String

        package init(name: String, role: String) {
            self.name = name
            self.role = role
        }
    }

    /// A number of files and their size.
    package struct StoredBytes: Codable, Hashable, Sendable {
        /// How many there are.
        package let count: Int
        /// Their size on disk.
        package let bytes: Int64

        package init(count: Int, bytes: Int64) {
            self.count = count
            self.bytes = bytes
        }
    }
}
