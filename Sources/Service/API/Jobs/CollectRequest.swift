/// Starts a job that reads a storage again: `POST /jobs/collect`.
package struct CollectRequest: APIRequest, Hashable {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// Whether to read every byte again instead of trusting the index.
    package var deep: Bool?

    /// Every member that the body may have.
    package static let members: [RequestMember] = [.text("repository"), .flag("deep")]

    /// Makes a request.
    package init(repository: String? = nil, deep: Bool? = nil) {
        self.repository = repository
        self.deep = deep
    }
}
