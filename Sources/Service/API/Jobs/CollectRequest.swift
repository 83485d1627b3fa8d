/// Starts a job that reads a storage again and freezes it: `POST /jobs/collect`.
package struct CollectRequest: APIRequest, Hashable {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// Whether to read every byte again instead of trusting the index.
    package var deep: Bool?
    /// Whether a storage that lost more than a tenth of its files may be frozen.
    package var allowShrink: Bool?

    enum CodingKeys: String, CodingKey {
        case repository, deep
        case allowShrink = "allow_shrink"
    }

    /// Every member that the body may have.
    package static let members: [RequestMember] = [.text("repository"), .flag("deep"), .flag("allow_shrink")]

    /// Makes a request.
    package init(repository: String? = nil, deep: Bool? = nil, allowShrink: Bool? = nil) {
        self.repository = repository
        self.deep = deep
        self.allowShrink = allowShrink
    }
}
