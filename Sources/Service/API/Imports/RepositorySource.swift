/// The tree that an archive comes from.
package struct RepositorySource: Codable, Hashable, Sendable {
    /// What it is called there; null once the archive was applied.
    @Nullable package var name: String?
    /// Its type: `npm`.
    package var type: String
    /// What tells it from every other tree.
    package var uuid: String

    /// Makes the value from all its members.
    package init(
        name: String? = nil,
        type: String,
        uuid: String
    ) {
        self.name = name
        self.type = type
        self.uuid = uuid
    }
}
