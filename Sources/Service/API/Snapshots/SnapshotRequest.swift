/// Starts a job that freezes a tree: `POST /snapshots`.
package struct SnapshotRequest: APIRequest, Hashable {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// A name that will point at the snapshot.
    package var name: String?

    /// Every member that the body may have.
    package static let members: [RequestMember] = [.text("repository"), .snapshotName("name")]

    /// Makes a request.
    package init(repository: String? = nil, name: String? = nil) {
        self.repository = repository
        self.name = name
    }
}
