import HTTPMessages
import HTTPServer
import Posix

/// The dashboard: `/` is one page, `/assets/` everything that it loads.
struct Pages: Sendable {
    private let files: StaticFiles
    private let pool: BlockingPool

    init(_ files: StaticFiles, pool: BlockingPool) {
        self.files = files
        self.pool = pool
    }

    func add(to router: inout Router) {
        router.on(.GET, "/") { request in try await file("index.html", for: request) }
        router.on(.GET, "/assets/{path...}") { request in try await file(request.parameters["path"], for: request) }
    }

    private func file(_ path: String, for request: HTTPRequest) async throws -> HTTPResponse {
        try await pool.run { [files] in try files.respond(to: request, path: path) }
    }
}
