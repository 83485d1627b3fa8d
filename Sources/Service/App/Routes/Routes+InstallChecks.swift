import API
import HTTPMessages
import HTTPServer
import Posix
import Trees

extension Routes {
    /// What a list of packages may come as; browsers and curl say one of the last two of any file.
    private static let listTypes: Set<String> = [
        "application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain",
        "application/octet-stream", "application/x-www-form-urlencoded",
    ]

    func checkInstall(_ request: HTTPRequest) async throws -> HTTPResponse {
        let repository = try repository(inQuery: request.query(RepositoryQuery.self).repository)
        let type = request.fields[.contentType].flatMap { MediaType(parsing: $0)?.essence } ?? "text/plain"
        guard Self.listTypes.contains(type) else {
            throw Problem(
                .unsupportedMediaType,
                detail: "A list of packages is JSON, YAML or plain text, not \(PathError.printable(type)).",
                hint: "With curl: --data-binary @package-lock.json."
            )
        }
        let file = try await request.body.collect()
        let hosts = ownHosts
        let found = try await repository.lane.away {
            try repository.open().tree.installCheck(of: file, ownHosts: hosts)
        }
        guard let found else { throw Self.withoutPackages(repository) }
        return try .json(API.InstallCheck(found, in: repository.name))
    }

    /// The names that clients know this service by.
    private var ownHosts: Set<String> {
        let values = application.configuration.values
        let named = [values.publicURL?.host].compactMap(\.self)
        return Set((values.hosts.map(\.string) + named).map { $0.lowercased() })
    }

    private static func withoutPackages(_ repository: Repository) -> Problem {
        Problem(
            .invalidRequest,
            detail: "\(repository.name) is of type \(repository.ecosystem.type), which has no packages to install.",
            hint: "Name a repository of packages by its name in 'repository'."
        )
    }
}
