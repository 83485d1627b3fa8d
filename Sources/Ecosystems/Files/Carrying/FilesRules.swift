package import Posix
package import Transfer

extension EntryKind {
    /// A file that is placed after everything else; lower ranks first, from 1 on.
    static func last(_ rank: Int) -> EntryKind { EntryKind(rawValue: "last-\(rank)") }
}

/// What an archive of a folder of files may carry (docs/formats/files.md).
package struct FilesRules: ContentRules {
    private static let ranks: [EntryKind: Landing] = Dictionary(
        uniqueKeysWithValues: (1...Selection.lastLimit).map { (.last($0), .placedLast($0)) }
    )

    package init() {}

    package var type: String { "files" }
    /// All is placed; some of it last.
    package var landings: [EntryKind: Landing] { Self.ranks }

    /// Whatever lies there is a file of its topmost folder.
    package func place(of path: RelativePath) -> EntryPlace? { EntryPlace(.file, of: path.package) }

    /// Refuses what does not belong to the topmost folder of its path, and what would lie where Packferry keeps its own.
    package func checkEntry(_ entry: Entry) throws {
        guard let top = entry.path.components.first, top.lowercased() != RepositoryFolder.name else {
            throw TransferError(.refused, entry.path.string, "lies where Packferry keeps its own files")
        }
        guard entry.package == top, entry.version == nil else {
            throw TransferError(.refused, entry.path.string, "is no file of \(entry.package)")
        }
    }
}

extension RelativePath {
    /// What stands for a package among plain files: the topmost folder, or a file that lies in none.
    var package: String { components.first.map(String.init) ?? string }
}
