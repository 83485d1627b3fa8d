import Crypto
import Posix
import SQLite
import Trees

extension IndexedPackage {
    static let columns = """
        name, location, device, inode, size, modified, changed, read_at, sha512, listed, facts, ready_key, ready_sha512,
            ready_size, ready_omission, fingerprint
        """

    /// The same columns, without what only planning needs.
    static let outlineColumns = columns.replacing("facts", with: "X''")

    init(row: Row) throws {
        let identity = FileIdentity(row: row, from: 2)
        self.init(
            name: try PackageName(row.text(0)),
            location: try RelativePath(row.text(1)),
            identity: identity == .absent ? nil : identity,
            readAt: row.integer(7),
            sha512: SHA512Digest(bytes: row.blob(8)),
            listed: Int(row.integer(9)),
            facts: row.blob(10),
            ready: row.isNull(11) ? nil : ReadyForm(row: row),
            fingerprint: FolderFingerprint(bytes: row.blob(15))
        )
    }

    var sqlValues: [SQLValue] {
        [.text(name.string), .text(location.string)] + (identity ?? .absent).sqlValues
            + [.integer(readAt), (sha512?.bytes).sqlValue, .integer(Int64(listed)), .blob(facts)]
            + (ready?.sqlValues ?? [.null, .null, .null, .text("")]) + [(fingerprint?.digest.bytes).sqlValue]
    }
}

extension ReadyForm {
    fileprivate init(row: Row) {
        key = row.blob(11)
        content = SHA512Digest(bytes: row.blob(12)).map { Content(sha512: $0, size: row.integer(13)) }
        omission = row.text(14)
    }

    var sqlValues: [SQLValue] {
        [.blob(key), (content?.sha512.bytes).sqlValue, (content?.size).sqlValue, .text(omission)]
    }
}

extension FileTotals {
    /// The values of the columns files, bytes and versions.
    var sqlValues: [SQLValue] { [.integer(Int64(count)), .integer(bytes), .integer(Int64(versions))] }
}

extension IndexedFile {
    /// The first is the package's name, which the path holds too.
    static let columns = """
        package, path, version, location, device, inode, size, modified, changed, hashed_at, sha512, sha1, state,
            scanned_at, content
        """

    init(row: Row) throws {
        guard let sha512 = SHA512Digest(bytes: row.blob(10)), let state = FileState(rawValue: row.text(12)) else {
            throw NpmIndex.damaged("a digest or state that was never written")
        }
        self.init(
            path: try RelativePath(row.text(1)),
            version: row.isNull(2) ? nil : row.text(2),
            location: try RelativePath(row.text(3)),
            identity: FileIdentity(row: row, from: 4),
            hashedAt: row.integer(9),
            sha512: sha512,
            sha1: SHA1Digest(bytes: row.blob(11)),
            state: state,
            scan: row.isNull(13) ? nil : FileScan(at: row.integer(13), content: row.text(14))
        )
    }
}
