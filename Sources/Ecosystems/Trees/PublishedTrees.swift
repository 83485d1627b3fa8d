import HTTPMessages
package import HTTPServer
import Posix
import Synchronization

/// The published trees, as any web server would serve them: `/mirrors/{repository}/…`.
package final class PublishedTrees: TreeRoutes {
    private struct Open: Sendable {
        let files: StaticFiles
        let checked: Deadline
    }

    /// How long a tree is taken to be the same folder, so that one mounted later is found.
    private static let lifetime = Duration.seconds(5)

    private let repositories: [TreeSettings]
    private let host: TreeHost
    private let opened = Mutex<[String: Open]>([:])

    /// Serves the trees of these repositories.
    package init(_ repositories: [TreeSettings], for host: TreeHost) {
        self.repositories = repositories
        self.host = host
    }

    package func add(to router: inout Router) {
        for repository in repositories {
            router.on(.GET, "/mirrors/\(repository.repository)/{path...}") { [self] request in
                try await answer(request, from: repository)
            }
        }
    }

    /// Clients of such trees print the status alone: nothing is said in words of theirs.
    package func explaining(_ router: @escaping Responder) -> Responder { router }

    private func answer(_ request: HTTPRequest, from repository: TreeSettings) async throws -> HTTPResponse {
        let lane = host.lane(repository.repository)
        let path = request.parameters["path"]
        return try await lane.away { [self] in
            try open(repository).files.respond(to: request, path: path, on: lane)
        }
    }

    private func open(_ repository: TreeSettings) throws -> Open {
        let known = opened.withLock { $0[repository.repository] }
        if let known, Deadline.now.elapsed(since: known.checked) < Self.lifetime { return known }
        let folder = try repository.openRoot(key: "path")
        let open = Open(files: StaticFiles(folder), checked: .now)
        opened.withLock { $0[repository.repository] = open }
        return open
    }
}
