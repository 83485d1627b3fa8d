import JSON
package import Time

/// One line of the log of what was applied to a tree.
package struct AppliedImport: Sendable, Equatable {
    package let id: String
    /// The uuid of the repository the archive came from.
    package let source: String
    package let sequence: Int64
    package let scope: String
    /// The snapshot the archive leads to.
    package let target: String
    package let appliedAt: Moment
    package let appliedBy: String
    /// `succeeded` or `partial`.
    package let result: String
    /// The file or folder it was read from.
    package let origin: String
    package let placed: Int
    package let replaced: Int
    package let merged: Int
    package let unchanged: Int
    package let superseded: Int
    package let bytes: Int64
    package let conflicts: [String]
    package let missing: [String]
    package let pendingDeletes: Int

    init?(_ line: JSONValue) {
        guard let id = line["import"]?.stringValue else { return nil }
        func text(_ key: String) -> String { line[key]?.stringValue ?? "" }
        func number(_ key: String) -> Int64 { line[key]?.integerValue ?? 0 }
        func texts(_ key: String) -> [String] { line[key]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        self.id = id
        source = text("source")
        sequence = number("sequence")
        scope = text("scope")
        target = text("target")
        appliedAt = Moment(text("applied_at")) ?? Moment(seconds: 0)
        appliedBy = text("applied_by")
        result = text("result")
        origin = text("origin")
        placed = Int(number("placed"))
        replaced = Int(number("replaced"))
        merged = Int(number("merged"))
        unchanged = Int(number("unchanged"))
        superseded = Int(number("superseded"))
        bytes = number("bytes")
        conflicts = texts("conflicts")
        missing = texts("missing")
        pendingDeletes = Int(number("pending_deletes"))
    }

    /// The whole log of a tree, newest first.
    package static func log(of folder: RepositoryFolder) throws -> [AppliedImport] {
        try AppliedLog(folder).lines().compactMap(AppliedImport.init)
    }
}
