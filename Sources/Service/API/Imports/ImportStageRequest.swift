/// Verifies and stages an archive that lies on the server: `POST /imports` with a JSON body.
package struct ImportStageRequest: APIRequest, Hashable {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// The archive, its first part, or a folder of its members: an absolute path on the server.
    package var path: String

    /// Every member that the body may have.
    package static let members: [RequestMember] = [.text("repository"), .path("path")]

    /// Makes a request.
    package init(path: String, repository: String? = nil) {
        self.path = path
        self.repository = repository
    }
}
