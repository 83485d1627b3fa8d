import API
import FoundationEssentials
import HTTPClient
import HTTPMessages
import JSON
import Posix
import Reporting
import Transfer

/// An archive, or a folder of its members, as it was named on the command line.
struct ArchivePath: Sendable, CustomStringConvertible {
    let description: String
    let absolute: AbsolutePath

    /// Completes what may be relative to the folder the process was started in.
    init(_ text: String) throws {
        let folder = try AbsolutePath(FileManager.default.currentDirectoryPath)
        description = text
        absolute = try AbsolutePath(text, relativeTo: folder)
    }
}

/// How an archive gets from where it was named to the server.
protocol ArchiveDelivery: Sendable {
    /// Whether the server may be told where the archive lies.
    func serverReads(_ archive: ArchivePath) -> Bool
    /// Has the server verify the archive and put it ready: the answer is the import, or the job that waits for its turn.
    func stage(_ archive: ArchivePath, _ query: StagingQuery, reporter: Reporter) async throws -> Reply
}

/// The server reads the same disks: it is told the path.
///
/// As a service it may see less of them than who types a command, such as no home folders and a /tmp of its own: what
/// it cannot see is sent.
struct DeliveryByPath: ArchiveDelivery {
    let transport: HTTPTransport
    private var api: APIClient { APIClient(transport: transport) }

    func serverReads(_ archive: ArchivePath) -> Bool { true }

    func stage(_ archive: ArchivePath, _ query: StagingQuery, reporter: Reporter) async throws -> Reply {
        do {
            return try await name(archive, query, reporter: reporter)
        } catch let problem as Problem where problem.isUnseen && archive.isReadableFile {
            return try await DeliveryByUpload(transport: transport)
                .stage(archive, query, reporter: reporter)
        }
    }

    private func name(_ archive: ArchivePath, _ query: StagingQuery, reporter: Reporter) async throws -> Reply {
        reporter.begin(Step("verify"))
        let path = APIPath.staging(query)
        let body = try APICoding.encode(ImportStage(path: archive.absolute.string))
        return try await api.send(.POST, path, fields: [.contentType: APICoding.mediaType], body: body)
    }
}

extension Problem {
    /// Whether the server found nothing at a path, or may not read it.
    var isUnseen: Bool {
        [ProblemCode.notFound, .notPermitted].contains { $0.rawValue == code }
    }
}

extension ArchivePath {
    /// Whether it is a file that this process can read.
    fileprivate var isReadableFile: Bool {
        guard let name = try? RelativePath(absolute.lastComponent) else { return false }
        let folder = try? Directory(opening: absolute.parent)
        return (try? folder?.open(name).info().kind) == .regular
    }
}

/// The server is elsewhere: it is sent the file.
struct DeliveryByUpload: ArchiveDelivery {
    let transport: HTTPTransport
    private let pool = BlockingPool(threads: 1, name: "sidecar")

    init(transport: HTTPTransport) { self.transport = transport }

    func serverReads(_ archive: ArchivePath) -> Bool { false }

    func stage(_ archive: ArchivePath, _ query: StagingQuery, reporter: Reporter) async throws -> Reply {
        let folder = try Directory(opening: archive.absolute.parent)
        let name = try RelativePath(archive.absolute.lastComponent)
        try requireFile(folder.info(name), archive)
        try await pool.run { try Sidecar.check(archive.absolute, reporter: reporter) }
        reporter.begin(Step("upload and verify"))
        let reply = try await transport.send(
            .POST,
            APIPath.staging(query),
            fields: [.contentType: "application/zstd"],
            body: .file(name, in: folder)
        )
        guard reply.status.isSuccess else { throw Problem(reply) }
        return reply
    }

    private func requireFile(_ info: FileInfo?, _ archive: ArchivePath) throws {
        switch info?.kind {
        case .regular: return
        case nil: throw CommandError(.inputMissing, "not-found", "\(archive): does not exist.")
        case .directory, .link, .other, .unknown:
            throw CommandError(
                .usage,
                "only-here",
                "\(archive): only files can be sent; run the command on the server's machine, without --server."
            )
        }
    }
}
