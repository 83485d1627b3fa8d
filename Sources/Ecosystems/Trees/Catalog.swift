package import Crypto
package import Posix
package import Time

/// What is known of a tree since it was collected last: the questions that lists and pages ask.
package protocol Catalog: Sendable {
    /// Its packages in lists.
    var lists: CatalogLists { get }

    /// The files of a package, by path.
    func files(of package: String) async throws -> [CatalogFile]

    /// What each scope holds as it lies on disk, the packages without one first; without scopes topmost folders are such.
    func scopes() async throws -> [CatalogScope]

    /// The files that no version names.
    func orphans() async throws -> CatalogOrphans

    /// When the tree was collected last; `nil` before the first time.
    func collectedAt() async throws -> Moment?
}

/// The order of a list of packages; all but the name begin with the greatest.
package enum CatalogOrder: String, Sendable, CaseIterable {
    case name, updated, bytes, versions, findings
}

extension Catalog {
    /// The first packages of a kind, or those behind a place of the same list, in this order or in the reverse of it.
    ///
    /// Whatever changes between two pages, a package that keeps its place is on one of them. What was answered before this
    /// is asked for is in it.
    package func page(
        _ filter: CatalogFilter = CatalogFilter(),
        order: CatalogOrder = .name,
        isReversed: Bool = false,
        limit: Int,
        after place: CatalogPlace? = nil
    ) async throws -> CatalogPage {
        try await lists.page(filter, order: order, isReversed: isReversed, limit: limit, after: place)
    }

    /// How many packages there are of a kind.
    package func count(_ filter: CatalogFilter = CatalogFilter()) async throws -> Int { try await lists.count(filter) }

    /// One package; `nil` when it is not there.
    package func package(_ name: String) async throws -> CatalogPackage? { try await lists.package(name) }
}

/// A page of packages.
package struct CatalogPage: Sendable {
    package let packages: [CatalogPackage]
    /// The place behind which the next page begins; `nil` on the last one.
    package let end: CatalogPlace?
}

/// A package as a list shows it.
package struct CatalogPackage: Sendable, Equatable {
    package let name: String
    /// How many versions it lists; 0 where packages have none.
    package let versions: Int
    package let files: Int
    /// The size of those files.
    package let bytes: Int64
    /// When it was last seen that anything of it has other content than before, whatever times its files have; 1970 when
    /// nothing is known.
    package let updated: Moment
    /// Findings that are not settled.
    package let findings: Int

    package init(name: String, versions: Int, files: Int, bytes: Int64, updated: Moment, findings: Int) {
        self.name = name
        self.versions = versions
        self.files = files
        self.bytes = bytes
        self.updated = updated
        self.findings = findings
    }
}

/// A file as the detail of its package shows it.
package struct CatalogFile: Sendable, Equatable {
    /// As snapshots write it.
    package let path: RelativePath
    /// `nil` when it belongs to none.
    package let version: String?
    package let size: Int64
    package let sha512: SHA512Digest
    package let isBroken: Bool

    package init(path: RelativePath, version: String?, size: Int64, sha512: SHA512Digest, isBroken: Bool) {
        self.path = path
        self.version = version
        self.size = size
        self.sha512 = sha512
        self.isBroken = isBroken
    }
}

/// How many files no version names, and their size.
package struct CatalogOrphans: Sendable, Equatable {
    package let files: Int
    package let bytes: Int64

    package init(files: Int = 0, bytes: Int64 = 0) {
        self.files = files
        self.bytes = bytes
    }
}

/// How much one scope holds; the empty scope stands for packages without one.
package struct CatalogScope: Sendable, Equatable {
    package let scope: String
    package let packages: Int
    package let files: Int
    package let versions: Int
    /// The size of those files.
    package let bytes: Int64

    package init(scope: String, packages: Int, files: Int, versions: Int, bytes: Int64) {
        self.scope = scope
        self.packages = packages
        self.files = files
        self.versions = versions
        self.bytes = bytes
    }
}

extension Sequence<CatalogScope> {
    /// What all of them hold, under no name.
    package var total: CatalogScope {
        CatalogScope(
            scope: "",
            packages: reduce(0) { $0 + $1.packages },
            files: reduce(0) { $0 + $1.files },
            versions: reduce(0) { $0 + $1.versions },
            bytes: reduce(0) { $0 + $1.bytes }
        )
    }
}
