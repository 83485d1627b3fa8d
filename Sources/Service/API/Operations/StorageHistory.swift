package import Time

/// How much lay where, and how full the disks were, over time.
package struct StorageHistory: Codable, Hashable, Sendable {
    /// One series for each repository that samples were taken of, by name.
    package var repositories: [RepositorySeries]
    /// One series for each filesystem, by the folder on it that it goes by.
    package var disks: [DiskSeries]

    /// Puts series together.
    package init(repositories: [RepositorySeries], disks: [DiskSeries]) {
        self.repositories = repositories
        self.disks = disks
    }
}

extension StorageHistory {
    /// The samples of one repository, oldest first.
    package struct RepositorySeries: Codable, Hashable, Sendable {
        package let name: String
        package var samples: [RepositorySample]

        package init(name: String, samples: [RepositorySample]) {
            self.name = name
            self.samples = samples
        }
    }

    /// What one repository held at a moment.
    package struct RepositorySample: Codable, Hashable, Sendable {
        package let at: Moment
        package let files: Int
        /// The size of those files.
        package let bytes: Int64
        package let packages: Int
        package let versions: Int
        /// Those that were not settled.
        package let findings: Int

        package init(at: Moment, files: Int, bytes: Int64, packages: Int, versions: Int, findings: Int) {
            self.at = at
            self.files = files
            self.bytes = bytes
            self.packages = packages
            self.versions = versions
            self.findings = findings
        }
    }

    /// The samples of one filesystem, oldest first.
    package struct DiskSeries: Codable, Hashable, Sendable {
        package let path: String
        package var samples: [DiskSample]

        package init(path: String, samples: [DiskSample]) {
            self.path = path
            self.samples = samples
        }
    }

    /// How full one filesystem was at a moment.
    package struct DiskSample: Codable, Hashable, Sendable {
        package let at: Moment
        /// Its size.
        package let totalBytes: Int64
        /// What could still be written.
        package let freeBytes: Int64

        enum CodingKeys: String, CodingKey {
            case at
            case totalBytes = "total_bytes"
            case freeBytes = "free_bytes"
        }

        package init(at: Moment, totalBytes: Int64, freeBytes: Int64) {
            self.at = at
            self.totalBytes = totalBytes
            self.freeBytes = freeBytes
        }
    }
}
