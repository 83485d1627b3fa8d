import Posix
import SQLite

/// A file that holds, or is to hold, a database, with what SQLite keeps beside it.
struct DatabaseFile {
    let path: AbsolutePath
    let name: RelativePath

    /// Names the file; it need not be there.
    init(_ path: AbsolutePath) throws {
        self.path = path
        name = try RelativePath(path.lastComponent)
    }

    /// The log of transactions that are not in it yet, and the index of that: both belong to this one file.
    var log: RelativePath { get throws { try RelativePath("\(name)-wal") } }
    var index: RelativePath { get throws { try RelativePath("\(name)-shm") } }

    /// What every database begins with (sqlite.org/fileformat.html).
    private static let mark = Array("SQLite format 3\0".utf8)

    /// Whether it begins as a database does.
    func isDatabase(in folder: Directory) throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: Self.mark.count)
        return try folder.open(name).read(into: &bytes, at: 0) == bytes.count && bytes == Self.mark
    }

    /// Makes one self-contained file of what was copied into it, and throws when its pages contradict each other.
    static func settle(_ connection: Connection, named path: String) throws {
        try connection.execute("PRAGMA journal_mode = DELETE")
        let found = try connection.fetchOne("PRAGMA integrity_check(1)") { $0.text(0) } ?? ""
        guard found == "ok" else { throw PersistenceError.damaged(path, "is damaged: \(found)") }
    }

    /// Throws what is known of the file instead of what SQLite says.
    static func explaining<T>(_ path: AbsolutePath, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as SQLiteError {
            throw PersistenceError(explaining: error, of: path.string) ?? error
        }
    }
}
