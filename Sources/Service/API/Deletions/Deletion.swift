import Posix
package import Transfer

/// What deleting something takes away: what a dry run answers, and what a command prints in either case.
package struct Deletion: Codable, Hashable, Sendable {
    /// A file that goes.
    package struct File: Codable, Hashable, Sendable {
        /// Where it lies on the machine that has it.
        package let path: String
        package let size: Int64

        package init(path: String, size: Int64) {
            self.path = path
            self.size = size
        }
    }

    /// Whether it is still there, because this is only what would be done.
    package var isDryRun: Bool
    /// The id, or the name, of what goes.
    package let deleted: String
    /// The names that point at it and go with it.
    package let names: [String]
    /// The files that go.
    package let files: Excerpt<File>
    /// Bytes of all of them.
    package let bytes: Int64

    enum CodingKeys: String, CodingKey {
        case deleted, names, files, bytes
        case isDryRun = "dry_run"
    }

    /// Says what would go.
    package init(of id: String, names: [String] = [], files: [File]) {
        isDryRun = true
        deleted = id
        self.names = names
        self.files = Excerpt(of: files)
        bytes = files.reduce(0) { $0 + $1.size }
    }
}
