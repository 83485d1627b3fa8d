import API
import HTTPMessages
import JSON
import Posix
import Reporting

/// How an archive gets from where it was named to the server.
protocol ArchiveDelivery: Sendable {
    /// Has the server verify the archive and put it ready: the answer is the import, or the job that waits for its turn.
    func stage(_ archive: ArchivePath, for repository: String?, reporter: Reporter) async throws -> Reply
}

/// The server reads the same disks: it is told the path.
struct DeliveryByPath: ArchiveDelivery {
    let api: APIClient

    func stage(_ archive: ArchivePath, for repository: String?, reporter: Reporter) async throws -> Reply {
        reporter.begin(Step("verify"))
        let path = APIPath.staging(RepositoryQuery(repository: repository))
        let body = try APICoding.encode(ImportStage(path: archive.absolute.string))
        return try await api.send(.POST, path, fields: [.contentType: APICoding.mediaType], body: body)
    }
}
