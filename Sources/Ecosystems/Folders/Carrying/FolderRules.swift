package import Posix
package import Transfer

/// What the files of a folder are, by their paths alone.
package protocol FolderRules: ContentRules {
    /// The version that a file is of; `nil` where it is of none.
    func version(of path: RelativePath) -> String?

    /// Whether files of the folder may be further names of files that a store keeps and nobody writes to.
    var mayShareFiles: Bool { get }

    /// How something that cannot be carried is got out of the way, as the end of a sentence.
    var wayOut: String { get }
}

extension FolderRules {
    /// The package that a file belongs to.
    func package(of path: RelativePath) -> String { place(of: path)?.package ?? path.top }
}

extension EntryKind {
    /// A file that is placed after everything else; lower ranks first, from 1 on.
    package static func last(_ rank: Int) -> EntryKind { EntryKind(rawValue: "last-\(rank)") }
}

extension RelativePath {
    /// The topmost folder, or the file itself where it lies in none: what stands for a package among plain files.
    package var top: String { components.first.map(String.init) ?? string }
}
