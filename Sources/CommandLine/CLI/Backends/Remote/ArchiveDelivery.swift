import API
import Posix
import Reporting

/// How an archive gets from where it was named to the server.
protocol ArchiveDelivery: Sendable {
    /// Has the server verify the archive and put it ready.
    func stage(_ archive: ArchivePath, for repository: String?, reporter: Reporter) async throws -> Import
}

/// The server reads the same disks: it is told the path.
struct DeliveryByPath: ArchiveDelivery {
    let api: APIClient

    func stage(_ archive: ArchivePath, for repository: String?, reporter: Reporter) async throws -> Import {
        reporter.begin(Step("verify"))
        let request = ImportStageRequest(path: archive.absolute.string, repository: repository)
        return try await api.post(APIPath.staging(), request)
    }
}
