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
