/// What an apply did.
struct ImportReport: Codable, Sendable {
    let `import`: String
    let target: String
    let changed: Bool
    let placed: Int
    let replaced: Int
    let merged: Int
    let unchanged: Int
    let superseded: Int
    let bytes: Int64
    let packages: Int
    let conflicts: [String]
    let missing: [String]
    let pendingDeletes: Int
    /// What the archive itself warns about; nil from a server that does not say it.
    var warnings: [String]?

    enum CodingKeys: String, CodingKey {
        case `import`, target, changed, placed, replaced, merged, unchanged, superseded, bytes, packages
        case conflicts, missing, warnings
        case pendingDeletes = "pending_deletes"
    }

    /// Whether anything of the archive did not come to be.
    var isPartial: Bool { !conflicts.isEmpty || !missing.isEmpty }
}
