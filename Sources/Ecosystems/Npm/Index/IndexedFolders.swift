import Posix
import Spooling
import Transfer
import Trees

/// What the index knows of all packages, sorted by name; it may be more than memory.
struct IndexedFolders: Sendable, Sequence, Equatable {
    private let folders: SpooledList<IndexedFolder>
    /// How many tarballs there are.
    let files: Int

    private init(_ folders: SpooledList<IndexedFolder>, files: Int) {
        self.folders = folders
        self.files = files
    }

    /// Gathers what a closure adds, which must come by name.
    static func build(_ fill: (inout Builder) throws -> Void) throws -> IndexedFolders {
        var builder = Builder()
        try fill(&builder)
        return try builder.finish()
    }

    /// Adds one package after another.
    struct Builder {
        fileprivate var folders = SpooledListBuilder<IndexedFolder>()
        fileprivate var files = 0

        mutating func append(_ folder: IndexedFolder) throws { try append(folder, files: folder.files.count) }

        /// Adds a package of which not all files may be listed.
        mutating func append(_ folder: IndexedFolder, files: Int) throws {
            self.files += files
            try folders.append(folder)
        }

        /// All of them; nothing can be added any more.
        consuming func finish() throws -> IndexedFolders { IndexedFolders(try folders.finish(), files: files) }
    }

    /// How many packages there are.
    var count: Int { folders.count }

    /// The package of that name; logarithmic, and quick for one name after another in their order.
    subscript(name: PackageName) -> IndexedFolder? {
        let index = folders.firstIndex { $0.package.name < name }
        guard index < folders.count else { return nil }
        let found = folders[index]
        return found.package.name == name ? found : nil
    }

    /// The names of all, in order.
    var names: [PackageName] { map(\.package.name) }

    func makeIterator() -> SpooledIterator<IndexedFolder> { folders.makeIterator() }

    /// The same without some, and with others in their place or beside them, both sorted by name.
    func replacing(_ others: IndexedFolders, removing removed: Set<PackageName>) throws -> IndexedFolders {
        guard others.count > 0 || !removed.isEmpty else { return self }
        var rest = others.makeIterator()
        var next = rest.next()
        return try .build { folders in
            for folder in self {
                while let other = next, other.package.name < folder.package.name {
                    try folders.append(other)
                    next = rest.next()
                }
                if let other = next, other.package.name == folder.package.name {
                    try folders.append(other)
                    next = rest.next()
                } else if !removed.contains(folder.package.name) {
                    try folders.append(folder)
                }
            }
            while let other = next {
                try folders.append(other)
                next = rest.next()
            }
        }
    }
}
