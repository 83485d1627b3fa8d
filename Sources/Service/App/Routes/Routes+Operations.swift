package import API
import HTTPMessages
import HTTPServer
import Metrics
import Persistence
import Posix
import SQLite
import Transfer

extension Routes {
    func showStorage(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .json(try await StorageTotals(of: application, on: disk))
    }

    func showStorageHistory(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(HistoryQuery.self)
        try requireKnown(query.repository)
        return try .json(try await application.samples.history(since: query.since, repository: query.repository))
    }

    func showConfiguration(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .json(application.configuration.document)
    }

    func listRoutes(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .json(Page(items: RouteInfo.all, nextCursor: nil, total: RouteInfo.all.count))
    }

    func showOpenAPI(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Self.contract.respond(to: request, path: Self.contractPath)
    }

    private static let contractPath = "openapi.json"
    private static let contract = EmbeddedFiles([contractPath: EmbeddedFiles.File(compressing: Contract.document)])

    func showHealth(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .health(await health.health())
    }

    /// Looks at nothing: that it answers is the answer.
    func showLiveness(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .health(Health(version: Version.current, checks: []))
    }

    func showReadiness(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .health(await health.readiness())
    }

    func showVersion(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .json(VersionInfo.current)
    }

    func showMetrics(_ request: HTTPRequest) async throws -> HTTPResponse {
        let fields: HTTPFields = [.contentType: Exposition.contentType, .cacheControl: "no-store"]
        return HTTPResponse(.ok, fields: fields, body: .bytes(await metrics.text()))
    }
}

extension HTTPResponse {
    /// How the service is, as those who watch services read it; 503 where something fails.
    fileprivate static func health(_ health: Health) throws -> HTTPResponse {
        var response = try json(health, health.status == .fail ? .serviceUnavailable : .ok)
        response.fields[.contentType] = Health.mediaType
        return response
    }
}

extension VersionInfo {
    /// What this program is.
    package static var current: VersionInfo {
        VersionInfo(
            name: "packferry",
            version: Version.current,
            formats: ["packferry.archive/1", "packferry.snapshot/1"],
            libraries: ["sqlite": Connection.libraryVersion]
        )
    }
}
