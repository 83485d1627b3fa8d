import Posix

/// Walks a storage and yields its packages by name, folder by folder: the names come first, and each folder is listed when
/// it is its turn.
///
/// What cannot be looked into is noted, and the rest goes on.
struct StorageWalk {
    /// What the root of a storage has beside its packages: the list of what was published here, of Verdaccio and Sinopia.
    static let databases = [".verdaccio-db.json", ".sinopia-db.json"]

    /// Beside the packages, and none of our business: Verdaccio's users, its configuration.
    private static let passedOver = ["htpasswd", "config.yaml"]

    /// Where fsck(8) puts what it finds: in the root of every ext file system, for root alone.
    static func isLostAndFound(_ entry: DirectoryEntry) -> Bool {
        entry.name == "lost+found" && entry.info.kind == .directory
    }

    private let root: Directory
    private let layout: StorageLayout
    /// What lies in the storage and is no package that can be read.
    private(set) var oddities: [Oddity] = []
    /// The folders among them whose contents are unknown.
    private(set) var blocked = BlockedPlaces()
    /// Whether there is anything that only a Verdaccio storage has.
    private(set) var hasDatabase = false
    /// Where packages can lie that were not looked into yet, the next one last.
    private var places: [(name: PackageName, location: RelativePath)] = []

    /// Looks for the places beneath `root` where packages can lie.
    ///
    /// Throws when the root itself cannot be read.
    init(of root: Directory, layout: StorageLayout) throws {
        self.root = root
        self.layout = layout
        try visit(root, at: nil)
        places.sort { $1.name < $0.name }
    }

    /// The next package; `nil` after the last.
    mutating func next() throws -> PackageFolder? {
        while let listed = try nextListed() { if let package = package(in: listed) { return package } }
        return nil
    }

    /// The next folder in which a package may lie; `nil` after the last.
    mutating func nextListed() throws -> ListedFolder? {
        while let (name, location) = places.popLast() {
            try Task.checkCancellation()
            var found: ListedFolder?
            try entering(location) { walk in
                let entries = try walk.root.subdirectory(location).entries()
                found = ListedFolder(name: name, location: location, entries: entries)
            }
            if let found { return found }
        }
        return nil
    }

    /// The package in a folder; `nil` where there is none, and what lies there is noted.
    mutating func package(in listed: ListedFolder) -> PackageFolder? {
        let folder = PackageFolder(listed)
        if folder.isPackage { return folder }
        oddities += folder.strays.map { .stray("\(folder.location)/\($0.name)", $0.kind) }
        return nil
    }

    /// Visits the root or a sub-folder that holds packages.
    private mutating func visit(_ folder: Directory, at place: RelativePath?) throws {
        try Task.checkCancellation()
        for entry in try folder.entries() where !isPassedOver(entry) {
            guard let path = self.path(of: entry, in: place) else { continue }
            guard entry.info.kind == .directory else {
                noteNoFolder(path, entry.info.kind)
                continue
            }
            try entering(path) { walk in try walk.descend(folder, entry.name, path) }
        }
    }

    private mutating func isPassedOver(_ entry: DirectoryEntry) -> Bool {
        if Self.databases.contains(entry.name) { hasDatabase = true }
        if entry.name.utf8.first == UInt8(ascii: ".") || Self.passedOver.contains(entry.name) { return true }
        return Self.isLostAndFound(entry)
    }

    /// The path of an entry; one whose name no path can hold is noted.
    private mutating func path(of entry: DirectoryEntry, in place: RelativePath?) -> RelativePath? {
        let shown = place.map { "\($0)/\(entry.name)" } ?? entry.name
        if entry.isName, let path = try? RelativePath(shown) { return path }
        oddities.append(.stray(shown))
        return nil
    }

    /// One folder that cannot be looked into, whatever is the matter with it, keeps none of the others at home.
    private mutating func entering(_ path: RelativePath, _ look: (inout StorageWalk) throws -> Void) throws {
        do {
            try look(&self)
        } catch let error as SystemError where !error.errno.isExhaustion {
            guard error.errno != .noEntry else { return }
            block(path, .closed(path.string, error.errno))
        }
    }

    private mutating func descend(_ folder: Directory, _ name: String, _ path: RelativePath) throws {
        if layout.leadsToSubfolder(path) { return try visit(folder.subdirectory(RelativePath(name)), at: path) }
        // What can be no package is nothing to look into.
        if let package = layout.package(at: path) {
            return places.append((package, path))
        }
        guard StorageLayout.scope(at: path) != nil else { return oddities.append(.stray(path.string)) }
        let inner = try folder.subdirectory(RelativePath(name))
        for entry in try inner.entries() where !Self.isLostAndFound(entry) {
            guard let below = self.path(of: entry, in: path) else { continue }
            guard entry.info.kind == .directory else {
                noteNoFolder(below, entry.info.kind)
                continue
            }
            guard let package = layout.package(at: below) else {
                oddities.append(.stray(below.string))
                continue
            }
            places.append((package, below))
        }
    }

    /// Something else lies where a package, a scope or a sub-folder could be.
    private mutating func noteNoFolder(_ path: RelativePath, _ kind: FileKind) {
        if case .unknown(let errno) = kind { return block(path, .unknown(path.string, errno)) }
        guard layout.canHold(packagesAt: path) || layout.leadsToSubfolder(path) else {
            return oddities.append(.stray(path.string, kind))
        }
        block(path, kind == .link ? .link(path.string) : .stray(path.string, kind))
    }

    private mutating func block(_ path: RelativePath, _ oddity: Oddity) {
        oddities.append(oddity)
        blocked.insert(path)
    }
}
