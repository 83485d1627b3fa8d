package import JSON
package import Time
package import Transfer
package import Trees

/// How much one repository holds.
package struct RepositoryTotals: Codable, Hashable, Sendable {
    /// The name.
    package var name: String
    /// The type: `npm`.
    package var type: String
    /// Where its tree lies on the server.
    package var path: String
    /// How much it holds: what is carried, as it lies on disk, and nothing else.
    package var counts: SnapshotCounts
    /// How many findings it has that are neither mended nor let be.
    package var findings: Int
    /// Every kind of finding that such a repository can have.
    package var findingKinds: [String]
    /// What it holds by scope, the packages without one first; without scopes by topmost folder.
    package var scopes: [ScopeTotals]
    /// The packages that hold the most, at most `largestCount`.
    package var largest: [PackageSummary]
    /// The files that no version names.
    package var orphans: StorageTotals.StoredBytes
    /// When it was last read; null before the first time.
    @Nullable package var collected: Moment?
    /// Where its content comes from by `sync`; null for what is no mirror.
    @Nullable package var mirror: MirrorTotals?

    enum CodingKeys: String, CodingKey {
        case name, type, path, counts, findings, scopes, largest, orphans, collected, mirror
        case findingKinds = "finding_kinds"
    }
}

extension RepositoryTotals {
    /// What a mirror is a copy of.
    package struct MirrorTotals: Codable, Hashable, Sendable {
        /// The addresses that are asked, the first one first; none on a side that only takes archives.
        package let upstream: [String]
        /// What clients are told of the tree, in lines of their own configuration; `{base}` stands for the address of the
        /// service.
        package let clients: [String]
        /// When the last sync ended that left the tree as upstream had it; null before the first one.
        @Nullable package var synced: Moment?

        /// Shows what is known of a mirror.
        package init(_ status: MirrorStatus) {
            upstream = status.upstream
            clients = status.clients
            synced = status.synced
        }
    }

    /// How many packages are named as the largest.
    package static let largestCount = 20

    /// How much the packages of one scope hold.
    package struct ScopeTotals: Codable, Hashable, Sendable {
        /// The scope with its `@`, or the folder; empty for packages without one.
        package let scope: String
        /// How many packages it has.
        package let packages: Int
        package let files: Int
        package let versions: Int
        /// The size of their files.
        package let bytes: Int64
    }
}

extension RepositoryTotals {
    /// Adds up what its scopes hold.
    package init(
        name: String,
        type: String,
        path: String,
        findings: Int,
        findingKinds: [FindingKind],
        scopes: [CatalogScope],
        largest: [CatalogPackage],
        orphans: CatalogOrphans,
        collected: Moment?,
        mirror: MirrorStatus?
    ) {
        let total = scopes.total
        self.init(
            name: name,
            type: type,
            path: path,
            counts: SnapshotCounts(
                files: total.files,
                bytes: total.bytes,
                packages: total.packages,
                versions: total.versions
            ),
            findings: findings,
            findingKinds: findingKinds.map(\.rawValue),
            scopes: scopes.map { scope in
                ScopeTotals(
                    scope: scope.scope,
                    packages: scope.packages,
                    files: scope.files,
                    versions: scope.versions,
                    bytes: scope.bytes
                )
            },
            largest: largest.map { PackageSummary($0, in: name) },
            orphans: StorageTotals.StoredBytes(count: orphans.files, bytes: orphans.bytes),
            collected: collected,
            mirror: mirror.map { MirrorTotals($0) }
        )
    }
}
