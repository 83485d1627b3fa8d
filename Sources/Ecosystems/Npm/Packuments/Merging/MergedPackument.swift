/// An offline-ready document that an archive brought, and with what authority.
package struct IncomingPackument: Sendable {
    /// How much of the source's tree the archive speaks for.
    package enum Scope: String, Hashable, Sendable {
        /// A delta or a full archive: the document is the source's whole word on the package.
        case regular
        /// A partial archive: the document speaks for its own versions only.
        case partial
    }

    package let packument: Packument
    /// How much of the tree it speaks for.
    package let scope: Scope
    /// The archive's place in the order of its source.
    package let sequence: Int64

    package init(_ packument: Packument, scope: Scope, sequence: Int64) {
        self.packument = packument
        self.scope = scope
        self.sequence = sequence
    }

    /// The versions that the source lists without having their tarballs.
    var metadataOnly: Set<String> {
        let files = Set(packument.attachments.map(\.file))
        let listed = packument.versions.filter { version in
            version.problem == nil && version.dist.map { !files.contains($0.file.string) } ?? false
        }
        return Set(listed.map(\.version))
    }
}

/// A tarball in the package's folder at the far side.
package struct LocalTarball: Hashable, Sendable {
    /// Whom a file belongs to (docs/formats/packument.md, "Merging").
    package enum Owner: Hashable, Sendable {
        /// An import placed it, or found it equal to what it brought.
        case source
        /// It was put there locally.
        case site
    }

    /// What it hashes to.
    package let digests: TarballDigests
    /// Whom it belongs to.
    package let owner: Owner

    package init(_ digests: TarballDigests, owner: Owner) {
        self.digests = digests
        self.owner = owner
    }
}

/// What a merge makes of a package.
package struct MergedPackument: Sendable {
    /// The document to have; the local bytes where nothing changed; `nil` if no version is left.
    package let bytes: [UInt8]?
    /// Whether `bytes` differs from what was there.
    package let isChanged: Bool
    /// What to remember for the next merge.
    package let record: PackumentRecord
    /// Versions of the document that the tree cannot have, in version order.
    package let conflicts: [VersionConflict]
    /// Versions of either document that are not listed now, in version order.
    package let dropped: [DroppedVersion]
}

/// A version that arrived and yields to what is here.
package struct VersionConflict: Hashable, Sendable, CustomStringConvertible {
    /// Why it yields.
    package enum Reason: String, Hashable, Sendable {
        case siteVersion = "was published here with other bytes"
        case otherTarball = "has another tarball here"
    }

    package let version: String
    package let reason: Reason

    package init(_ version: String, _ reason: Reason) {
        self.version = version
        self.reason = reason
    }

    /// A clause to follow the package's name.
    package var description: String { "\(version) \(reason.rawValue)" }
}
