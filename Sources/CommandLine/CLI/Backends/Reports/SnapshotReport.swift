/// What freezing a storage gave.
struct SnapshotReport: Codable, Sendable {
    /// The id of the snapshot.
    let snapshot: String
}
