package import JSON

/// What of a tree stays at home although whoever fills it expects it to travel, and why (docs/formats/snapshot.md).
package struct LeftBehind: Codable, Hashable, Sendable {
    /// The file or folder, in one line that is safe to print.
    package let path: String
    /// The package it is about; null when it is about none, or about several.
    @Nullable package var package: String?
    /// The word of the ecosystem for what is the matter, as findings have it.
    package let kind: String
    /// A clause to follow the path, with what to do where something can be done.
    package let reason: String

    package init(path: String, package: String?, kind: String, reason: String) {
        self.path = path
        self.package = package
        self.kind = kind
        self.reason = reason
    }

    /// What a finding keeps at home.
    package init(_ finding: Finding) {
        self.init(
            path: finding.shownPath,
            package: finding.package,
            kind: finding.kind.rawValue,
            reason: finding.detail
        )
    }

    /// The path and the reason, in one sentence.
    package var sentence: String { "\(path) \(reason)" }
}

/// What a look at a tree brought up besides what can be carried.
package struct TreeReport: Sendable, Equatable {
    /// What stays at home and should not, sorted by path; each thing once, with its reason.
    package let leftBehind: [LeftBehind]
    /// What is odd and keeps nothing at home, in sentences.
    package let remarks: [String]
    /// What is odd about how the tree is configured, in sentences: never carried, as it may name what stays at home.
    package let notices: [String]
    /// Names that stand for packages of which nothing was ever there to carry: nobody need do anything about them.
    package let notCached: [String]

    /// Sorts what was seen.
    package init(
        leftBehind: [LeftBehind] = [],
        remarks: [String] = [],
        notices: [String] = [],
        notCached: [String] = []
    ) {
        self.leftBehind = leftBehind.sorted { ($0.path, $0.reason) < ($1.path, $1.reason) }
        self.remarks = remarks.sorted()
        self.notices = notices
        self.notCached = notCached.sorted()
    }

    /// What people on either side should read, in sentences.
    package var warnings: [String] { (leftBehind.map(\.sentence) + remarks).sorted() }
}
