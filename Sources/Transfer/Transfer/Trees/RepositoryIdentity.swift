/// Which tree something belongs to; travels inside snapshots and archives.
package struct RepositoryIdentity: Codable, Hashable, Sendable {
    /// The configured name, for people.
    package let name: String
    /// The ecosystem: `npm`.
    package let type: String
    /// Made once per tree, 32 lower-case hex digits.
    package let uuid: String

    package init(name: String, type: String, uuid: String) {
        self.name = name
        self.type = type
        self.uuid = uuid
    }
}
