package import Posix
import SQLite

/// Reads all of a database, also one in use, and looks whether it contradicts itself.
package enum DatabaseCheck {
    /// How much is said of one that is damaged.
    private static let shown = 20

    /// What is wrong in the database at `path`, each as a clause: pages and indexes that contradict each other, and rows
    /// that point at none; empty where all is sound.
    ///
    /// Throws where it cannot be read at all, or is of another version. Changes nothing. Blocks.
    package static func faults(in path: AbsolutePath) throws -> [String] {
        let file = try DatabaseFile(path)
        let folder = try? Directory(opening: path.parent)
        guard try folder?.info(file.name)?.kind == .regular else {
            throw PersistenceError.absent(path.string, hint: "Check paths.state: nothing was ever done with this one")
        }
        return try DatabaseFile.explaining(path) {
            let connection = try Connection(path: path.string, options: .init(readOnly: true))
            try Migrator(connection, path: path.string).requireKnown(Schema.migrations)
            let pages = try connection.fetchAll("PRAGMA integrity_check(\(shown))") { $0.text(0) }.filter { $0 != "ok" }
            let rows = try connection.fetchAll(
                "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2"
            ) { "\($0.integer(2)) of \($0.text(0)) point at no row of \($0.text(1))" }
            return pages + rows
        }
    }

    /// The error that says so; `nil` where nothing is wrong.
    package static func error(for faults: [String], in path: AbsolutePath) -> PersistenceError? {
        guard let first = faults.first else { return nil }
        let more = faults.count > 1 ? ", and \(faults.count - 1) more" : ""
        return PersistenceError.damaged(path.string, "is damaged: \(first)\(more)")
    }
}
