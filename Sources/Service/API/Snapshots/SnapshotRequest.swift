/// Starts a job that freezes a tree: `POST /snapshots`.
package struct SnapshotRequest: APIRequest, Hashable {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// A name that will point at the snapshot.
    package var name: String?
    /// Whether to read every byte again instead of trusting the index.
    package var deep: Bool?
    /// Whether a storage that lost more than a tenth of its files may be frozen.
    package var allowShrink: Bool?

    enum CodingKeys: String, CodingKey {
        case repository, name, deep
        case allowShrink = "allow_shrink"
    }

    /// Every member that the body may have.
    package static let members: [RequestMember] = [
        .text("repository"), .text("name", upTo: 100), .flag("deep"), .flag("allow_shrink"),
    ]

    /// Makes a request.
    package init(repository: String? = nil, name: String? = nil, deep: Bool? = nil, allowShrink: Bool? = nil) {
        self.repository = repository
        self.name = name
        self.deep = deep
        self.allowShrink = allowShrink
    }
}
