/// Starts a job that applies a staged import: `POST /imports/{id}/apply`.
package struct ImportApplyRequest: APIRequest, Hashable {
    /// Whether to go on although files that the archive relies on are not here.
    package var allowMissing: Bool?

    enum CodingKeys: String, CodingKey {
        case allowMissing = "allow_missing"
    }

    /// Every member that the body may have.
    package static let members: [RequestMember] = [.flag("allow_missing")]

    /// Makes a request.
    package init(allowMissing: Bool? = nil) {
        self.allowMissing = allowMissing
    }
}
