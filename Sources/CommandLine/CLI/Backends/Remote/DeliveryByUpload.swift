import API
import HTTPClient
import HTTPMessages
import Posix
import Reporting
import Transfer

/// The server is elsewhere: it is sent the file.
struct DeliveryByUpload: ArchiveDelivery {
    let transport: HTTPTransport
    private let pool = BlockingPool(threads: 1, name: "sidecar")

    init(transport: HTTPTransport) { self.transport = transport }

    func stage(_ archive: ArchivePath, for repository: String?, reporter: Reporter) async throws -> Reply {
        let folder = try Directory(opening: archive.absolute.parent)
        let name = try RelativePath(archive.absolute.lastComponent)
        try requireFile(folder.info(name), archive)
        try await pool.run { try Sidecar.check(archive.absolute, reporter: reporter) }
        reporter.begin(Step("upload and verify"))
        let reply = try await transport.send(
            .POST,
            APIPath.staging(RepositoryQuery(repository: repository)),
            fields: [.contentType: "application/zstd"],
            body: .file(name, in: folder)
        )
        guard reply.status.isSuccess else { throw APIError(reply) }
        return reply
    }

    private func requireFile(_ info: FileInfo?, _ archive: ArchivePath) throws {
        switch info?.kind {
        case .regular: return
        case nil: throw CommandError(.inputMissing, "not-found", "\(archive): does not exist.")
        case .directory, .link, .other:
            throw CommandError(
                .usage,
                "only-here",
                "\(archive): only files can be sent; run the command on the server's machine, without --server."
            )
        }
    }
}
