import Posix
package import Time

/// Something wrong in a tree: what was seen, and what became of it.
///
/// All ecosystems keep theirs in one table; the words of the kinds are the ecosystem's own.
package struct Finding: Hashable, Sendable {
    /// What is being done about a finding; the API says it in the same words.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// Nothing yet.
        case open
        /// It is being mended.
        case repairing
        /// Somebody decided that it may stay.
        case ignored
        /// It was mended.
        case repaired
        /// Mending it was tried in vain.
        case failed

        /// Whether nothing is to be done about it any more: it was mended, or may stay.
        package var isSettled: Bool { self == .ignored || self == .repaired }

        /// What may become of a finding by what somebody decides or does.
        ///
        /// What is seen of the tree itself comes on top: a finding that is seen no more goes, and one that was mended and
        /// is seen again is open.
        package var successors: Set<State> {
            switch self {
            case .open, .failed: [.repairing, .ignored]
            case .ignored: [.open]
            case .repairing: [.open, .repaired, .failed]
            case .repaired: []
            }
        }
    }

    /// Its number in the table; `nil` until it is kept.
    package var id: Int64?
    package let repository: String
    package let kind: FindingKind
    /// As snapshots write it, or the path in the tree where it belongs to no package.
    ///
    /// It is looked up by, and may hold any character a file name can: `shownPath` is for people.
    package let path: String
    /// The package it is about; `nil` when it is about none.
    package let package: String?
    /// The version it is about, where one is known.
    package let version: String?
    /// What was seen, as a clause to follow the path.
    package let detail: String
    package var state: State = .open
    /// How often mending it was tried.
    package var attempts = 0
    /// Where the bytes went that were found, beneath the repository's quarantine; `nil` while they are where they were.
    package var quarantine: String?
    /// Kept as long as the finding lasts.
    package var firstSeen: Moment
    package var lastSeen: Moment

    /// Describes what was seen at `moment`.
    package init(
        _ kind: FindingKind,
        at path: String,
        package: String? = nil,
        version: String? = nil,
        detail: String,
        in repository: String,
        seen moment: Moment
    ) {
        self.repository = repository
        self.kind = kind
        self.path = path
        self.package = package
        self.version = version
        self.detail = detail
        firstSeen = moment
        lastSeen = moment
    }

    /// The path in one line that is safe to print.
    package var shownPath: String { PathError.printable(path) }
}

/// What is wrong, in a word of the ecosystem: `mismatch`.
///
/// Each ecosystem declares its kinds once, as an enumeration of these words; the table and the API pass them on.
package struct FindingKind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }
}
