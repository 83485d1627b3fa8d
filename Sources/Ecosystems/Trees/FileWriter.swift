package import Crypto
package import Posix
package import SQLite

/// How a file stands with what its tree says of it.
package enum FileState: String, Sendable {
    /// It is what it should be, as far as anything says.
    case whole
    /// It cannot be what it should be.
    case broken
    /// Nothing names it.
    case orphan
}

/// What somebody saw in the bytes of a file, beyond their digests.
package struct FileScan: Hashable, Sendable {
    /// Nanoseconds since 1970, before the first byte was read.
    package let at: Int64
    /// In words of the ecosystem's own.
    package let content: String

    package init(at: Int64, content: String) {
        self.at = at
        self.content = content
    }
}

/// Writes the index of one repository's files within a transaction.
///
/// Whatever the type of the tree, this alone writes the table `files`.
package struct FileWriter {
    private let connection: Connection
    private let repository: SQLValue

    /// Writes through `connection`, whose transaction it is.
    package init(_ connection: Connection, repository: String) {
        self.connection = connection
        self.repository = .text(repository)
    }

    /// Writes one file, in place of what was known of its path; `hashedAt` is in nanoseconds since 1970, before the first
    /// byte was read.
    package func insert(
        _ path: RelativePath,
        of package: String,
        version: String? = nil,
        at location: RelativePath,
        _ identity: FileIdentity,
        hashedAt: Int64,
        sha512: SHA512Digest,
        sha1: SHA1Digest? = nil,
        sha256: SHA256Digest? = nil,
        state: FileState = .whole,
        scan: FileScan? = nil
    ) throws {
        try connection.execute(
            """
            INSERT OR REPLACE INTO files (repository, path, package, version, location, device, inode, size, modified,
                changed, hashed_at, sha512, sha1, sha256, state, scanned_at, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [repository, .text(path.string), .text(package), version.sqlValue, .text(location.string)]
                + identity.sqlValues
                + [.integer(hashedAt), .blob(sha512.bytes), (sha1?.bytes).sqlValue, (sha256?.bytes).sqlValue]
                + [.text(state.rawValue)]
                + [(scan?.at).sqlValue, (scan?.content).sqlValue]
        )
    }

    /// Forgets one file.
    package func remove(_ path: RelativePath) throws {
        try connection.execute(
            "DELETE FROM files WHERE repository = ? AND path = ?",
            [repository, .text(path.string)]
        )
    }

    /// Forgets all files of a package.
    package func removeAll(of package: String) throws {
        try connection.execute("DELETE FROM files WHERE repository = ? AND package = ?", [repository, .text(package)])
    }
}
