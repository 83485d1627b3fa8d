import Folders
package import Posix
package import Transfer

/// What an archive of a folder of files may carry (docs/formats/files.md).
package struct FilesRules: FolderRules {
    private static let ranks: [EntryKind: Landing] = Dictionary(
        uniqueKeysWithValues: (1...Selection.lastLimit).map { (.last($0), .placedLast($0)) }
    )

    package init() {}

    /// The word in the configuration.
    package var type: String { "files" }
    /// All is placed; some of it last.
    package var landings: [EntryKind: Landing] { Self.ranks }

    /// Whatever lies there is a file of its topmost folder.
    package func place(of path: RelativePath) -> EntryPlace? { EntryPlace(.file, of: path.top) }

    /// None has one.
    package func version(of path: RelativePath) -> String? { nil }

    /// Each file is what it is by itself.
    package var mayShareFiles: Bool { false }

    /// What is not meant to travel is named.
    package var wayOut: String { "name it in exclude" }

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
