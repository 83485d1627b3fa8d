package import Crypto
package import Posix

/// What an entry is, in the words of its tree; how it is taken follows from that.
package struct EntryKind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// Placed as it is, in a tree of any type.
    package static let file = EntryKind(rawValue: "file")

    package var description: String { rawValue }
}

/// One published file of a tree (docs/formats/snapshot.md).
package struct Entry: Hashable, Sendable {
    /// `<name>/<file>`, relative to the repository.
    package let path: RelativePath
    /// Bytes.
    package let size: Int64
    package let sha512: SHA512Digest
    package let kind: EntryKind
    package let package: String
    /// The version it is the file of; `nil` for documents about many versions.
    package let version: String?
    /// Broken or unreadable now but good before: listed, never packed, never required, never a delete.
    package let held: Bool

    package init(
        path: RelativePath,
        size: Int64,
        sha512: SHA512Digest,
        kind: EntryKind,
        package: String,
        version: String?,
        held: Bool = false
    ) {
        self.path = path
        self.size = size
        self.sha512 = sha512
        self.kind = kind
        self.package = package
        self.version = version
        self.held = held
    }

    /// The same entry, marked as held.
    package var asHeld: Entry {
        Entry(
            path: path,
            size: size,
            sha512: sha512,
            kind: kind,
            package: package,
            version: version,
            held: true
        )
    }
}
