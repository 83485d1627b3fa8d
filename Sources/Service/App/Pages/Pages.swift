import HTTPMessages
import HTTPServer
import Logging
import Posix

/// The dashboard: `/` is one page, `/assets/` everything that it loads.
///
/// It is a part of the program; a folder may stand in for it while somebody works on it.
struct Pages: Sendable {
    private static let page = "index.html"

    private let respond: @Sendable (HTTPRequest, _ path: String) async throws -> HTTPResponse

    /// The pages of a folder, or those of the program where none is named or it holds no page.
    init(in folder: AbsolutePath?, logger: Logger) {
        guard let folder, let files = Self.files(in: folder, logger) else {
            // Compressed here, once, and not while somebody waits.
            let dashboard = EmbeddedFiles.dashboard
            respond = { request, path in try dashboard.respond(to: request, path: path) }
            return
        }
        let lane = DiskLane(folder, name: "public", threads: 2)
        respond = { request, path in
            try await lane.away { try files.respond(to: request, path: path, on: lane) }
        }
    }

    func add(to router: inout Router) {
        router.on(.GET, "/") { request in try await respond(request, Self.page) }
        router.on(.GET, "/assets/{path...}") { request in try await respond(request, request.parameters["path"]) }
    }

    private static func files(in folder: AbsolutePath, _ logger: Logger) -> StaticFiles? {
        do {
            let directory = try Directory(opening: folder)
            if try directory.info(RelativePath(page)) != nil { return StaticFiles(directory) }
            logger.warning("paths.public holds no page: the one of the program is served", ["folder": folder.string])
        } catch {
            let fields = ["folder": folder.string, "reason": "\(error)"]
            logger.warning("paths.public cannot be read: the page of the program is served", fields)
        }
        return nil
    }
}
