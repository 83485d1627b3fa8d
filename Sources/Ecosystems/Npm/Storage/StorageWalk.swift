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
    private var places: [Place] = []

    /// Where a package can lie.
    struct Place: Sendable {
        let name: PackageName
        /// Beneath the storage's root.
        let location: RelativePath
    }

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

    private mutating func nextListed() throws -> ListedFolder? {
        while let place = places.popLast() {
            try Task.checkCancellation()
            if let listed = try take(Result { () throws(SystemError) in try ListedFolder(place, in: root) }, at: place)
            {
                return listed
            }
        }
        return nil
    }

    /// The next folders in which packages may lie, by name, listed by so many threads at once; `nil` after the last.
    mutating func nextListed(width: Int) async throws -> [ListedFolder]? {
        guard !places.isEmpty else { return nil }
        try Task.checkCancellation()
        let next = Array(places.suffix(Self.portion).reversed())
        places.removeLast(next.count)
        let listed = try await Self.list(next, in: root, width: max(width, 1))
        return try zip(next, listed).compactMap { place, listed in try take(listed, at: place) }
    }

    /// How many folders are listed before any of them is compared: enough that threads hardly wait for each other.
    private static let portion = 256

    private static func list(
        _ places: [Place],
        in root: Directory,
        width: Int
    ) async throws -> [Result<ListedFolder, SystemError>] {
        let length = (places.count + width - 1) / width
        return try await withThrowingTaskGroup(of: (start: Int, listed: [Result<ListedFolder, SystemError>]).self) {
            group in
            for start in stride(from: 0, to: places.count, by: length) {
                group.addTask {
                    let part = places[start..<min(start + length, places.count)]
                    return (
                        start,
                        part.map { place in Result { () throws(SystemError) in try ListedFolder(place, in: root) } }
                    )
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.start < $1.start }.flatMap(\.listed)
        }
    }

    /// What was listed; `nil` where that could not be, which is noted.
    private mutating func take(
        _ listed: Result<ListedFolder, SystemError>,
        at place: Place
    ) throws -> ListedFolder? {
        var found: ListedFolder?
        try entering(place.location) { _ in found = try listed.get() }
        return found
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
            return places.append(Place(name: package, location: path))
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
            places.append(Place(name: package, location: below))
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
