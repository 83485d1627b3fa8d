import Posix

/// Walks a storage and yields its packages, folder by folder.
struct StorageWalk {
    private let root: Directory
    private let layout: StorageLayout
    /// Paths in the storage that belong to no package.
    private(set) var strays: [String] = []
    /// Whether there is anything that only a Verdaccio storage has.
    private(set) var hasDatabase = false
    private var found: [PackageFolder] = []

    /// Lists every package beneath `root`, in no order.
    static func packages(in root: Directory, layout: StorageLayout) throws -> (
        folders: [PackageFolder], walk: StorageWalk
    ) {
        var walk = StorageWalk(root: root, layout: layout)
        try walk.visit(root, at: nil)
        return (walk.found, walk)
    }

    private init(root: Directory, layout: StorageLayout) {
        self.root = root
        self.layout = layout
    }

    /// Visits the root or a sub-folder that holds packages.
    private mutating func visit(_ folder: Directory, at place: RelativePath?) throws {
        try Task.checkCancellation()
        for entry in try folder.entries() {
            if entry.name.utf8.first == UInt8(ascii: ".") {
                if [".verdaccio-db.json", ".sinopia-db.json"].contains(entry.name) { hasDatabase = true }
                continue
            }
            let shown = place.map { "\($0)/\(entry.name)" } ?? entry.name
            guard entry.isName, entry.info.kind == .directory, let path = try? RelativePath(shown) else {
                noteStray(shown, entry)
                continue
            }
            try descend(folder, entry.name, path)
        }
    }

    private mutating func descend(_ folder: Directory, _ name: String, _ path: RelativePath) throws {
        let inner = try folder.subdirectory(RelativePath(name))
        if layout.leadsToSubfolder(path) { return try visit(inner, at: path) }
        guard name.hasPrefix("@") else { return try take(inner, named: name, at: path) }
        for entry in try inner.entries() {
            guard entry.isName, entry.info.kind == .directory, let below = try? path.appending(entry.name) else {
                noteStray("\(path)/\(entry.name)", entry)
                continue
            }
            try take(inner.subdirectory(RelativePath(entry.name)), named: "\(name)/\(entry.name)", at: below)
        }
    }

    private mutating func take(_ folder: Directory, named name: String, at path: RelativePath) throws {
        guard let package = try? PackageName(name), let expected = try? layout.folder(of: package), expected == path
        else {
            return strays.append(path.string)
        }
        let found = PackageFolder(name: package, location: path, entries: try folder.entries())
        guard found.isPackage else { return strays.append(contentsOf: found.strays.map { "\(path)/\($0)" }) }
        self.found.append(found)
    }

    private mutating func noteStray(_ path: String, _ entry: DirectoryEntry) {
        // Verdaccio's users and its plugin state may lie beside the packages; they are its own business.
        guard !["htpasswd", "config.yaml"].contains(entry.name) else { return }
        strays.append(path)
    }
}
