package import Posix
package import Reporting
package import Transfer

/// The tree of one repository, at hand.
package protocol Tree: Sendable {
    /// The folder that holds it.
    var root: Directory { get }

    /// The tree as what archives are built from.
    func source(_ identity: RepositoryIdentity) -> any TreeSource

    /// The tree as what takes archives.
    var sink: any TreeSink { get }

    /// Throws when the folder is clearly none of this kind, so that nothing of ours is put there.
    ///
    /// Reads names only.
    func requireStorage() throws

    /// Brings what is known of it up to date; with `deep` every byte is read again.
    ///
    /// Runs where blocking is allowed.
    /// Unless a look at the tree shows that nothing in it was touched since the last time, `ifTouched` is asked before
    /// anything is read or written; what it throws ends it.
    func collect(
        deep: Bool,
        reporter: Reporter,
        ifTouched: () async throws -> Void
    ) async throws -> CollectedTree

    /// Whether something of a package that was there once still is: an empty mount point looks like a tree, too.
    func holds(_ package: String) throws -> Bool

    /// What each pattern of the configuration takes in the tree as it is now, in the order of the configuration.
    ///
    /// Reads names only. Blocks.
    func catches() throws -> [PatternCatch]

    /// Which file the document of a package is now; `nil` where it has none beside what is known of its files.
    func document(of package: String) throws -> FileIdentity?

    /// What a package consists of, from its own document and from what is known of its `files`.
    func contents(of package: String, files: [CatalogFile]) throws -> PackageContents

    /// What of a lockfile or another list of packages would not install from the tree as it lies on the disk now; `nil`
    /// from a tree that has no packages to install.
    ///
    /// `ownHosts` are the names that clients of this site know its registry by. Throws `PackageListError`. Blocks.
    func installCheck(of file: [UInt8], ownHosts: Set<String>) throws -> InstallCheck?

    /// Has the registry that serves the tree list packages which archives brought, by the `documents` that these brought, on
    /// its own page; `nil` where nothing keeps such a list.
    ///
    /// Says the same in a dry run, which changes nothing. Blocks.
    func register(_ documents: Set<RelativePath>, isDryRun: Bool) throws -> PackageRegistration?

    /// The tree as what is kept fresh; `nil` where nothing is upstream of such trees.
    var refreshing: (any TreeRefresh)? { get }

    /// The tree as one whose files can be checked and mended; `nil` where nothing but digests tells what is in them.
    var scanning: (any TreeScan)? { get }

    /// The tree as a copy of what its upstream publishes; `nil` where it is none.
    var syncing: (any TreeSync)? { get }
}

/// A tree without packages, whose configuration has no patterns, and that nothing is upstream of.
extension Tree {
    /// `nil`.
    package func document(of package: String) -> FileIdentity? { nil }

    /// None.
    package func installCheck(of file: [UInt8], ownHosts: Set<String>) -> InstallCheck? { nil }

    /// None.
    package func catches() -> [PatternCatch] { [] }

    /// `nil`.
    package func register(_ documents: Set<RelativePath>, isDryRun: Bool) -> PackageRegistration? { nil }

    /// `nil`.
    package var refreshing: (any TreeRefresh)? { nil }

    /// None.
    package var scanning: (any TreeScan)? { nil }

    /// `nil`.
    package var syncing: (any TreeSync)? { nil }
}

/// What became of packages that a registry was to list.
package struct PackageRegistration: Sendable, Equatable {
    /// How many it did not list before.
    package let added: Int
    /// What is to be done, or why nothing was, as a sentence; `nil` where nothing is.
    package let remark: String?

    package init(added: Int, remark: String?) {
        self.added = added
        self.remark = remark
    }
}

/// What a collect found.
package struct CollectedTree: Sendable, Equatable {
    package let packages: Int
    package let files: Int
    /// How much was read, because it changed: packages, or files where there are no packages.
    package let read: Int
    /// What a build would leave behind, sorted by path.
    package let leftBehind: [LeftBehind]

    package init(packages: Int, files: Int, read: Int, leftBehind: [LeftBehind]) {
        self.packages = packages
        self.files = files
        self.read = read
        self.leftBehind = leftBehind
    }
}

/// What a package consists of.
package struct PackageContents: Sendable, Equatable {
    /// A file, or one that should be there.
    package struct File: Sendable, Equatable {
        /// `nil` for files without versions.
        package let version: String?
        /// Its name within the package.
        package let name: String
        /// What is known of it; `nil` when it is not there.
        package let found: CatalogFile?
        /// Whether the tree's own records say that it is there; a file that is only listed need never have been.
        package let isRecorded: Bool

        package init(version: String?, name: String, found: CatalogFile?, isRecorded: Bool = true) {
            self.version = version
            self.name = name
            self.found = found
            self.isRecorded = isRecorded
        }
    }

    /// Names that stand for versions.
    package let tags: [String: String]
    /// In the order in which people want to see them.
    package let files: [File]

    package init(tags: [String: String] = [:], files: [File]) {
        self.tags = tags
        self.files = files
    }
}

/// A storage that cannot be used: which, why, and the next step.
package struct StorageError: Error, Sendable, CustomStringConvertible {
    /// The file or folder.
    package let path: String
    /// The cause, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String
    /// The key of the repository to look at.
    package let key: String

    /// Describes one storage.
    package init(_ path: String, _ cause: String, hint: String, key: String) {
        self.path = path
        self.cause = PathError.printable(cause)
        self.hint = hint
        self.key = key
    }

    package var description: String { "\(path) \(cause). \(hint)" }
}
