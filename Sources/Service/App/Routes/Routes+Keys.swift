import API
import Crypto
import HTTPMessages
import HTTPServer
import Jobs
import Requests

extension Routes {
    func listKeys(_ request: HTTPRequest) async throws -> HTTPResponse {
        let repositories = try repositories(request.query(RepositoryQuery.self).repository)
        return try .json(await application.keyList(of: repositories))
    }

    func trustKey(_ request: HTTPRequest) async throws -> HTTPResponse {
        let wanted = try await KeyTrust(request.members(allowing: KeyTrust.members))
        let repository = try application.repository(wanted.repository)
        let line: SSHPublicKeyLine
        do throws(CryptoError) {
            line = try SSHPublicKeyLine(wanted.key)
        } catch {
            throw RequestRefusal(member: "key", "It \(error).")
        }
        let known = try await application.trust(
            line,
            in: repository,
            by: request.initiator,
            isDryRun: wanted.isDryRun
        )
        guard !wanted.isDryRun else { return try .json(Tried(known, isDryRun: true)) }
        jobs.noteChange(of: .imports)
        return try .json(
            known,
            .created,
            fields: [.location: APIPath.keys(RepositoryQuery(repository: repository.name))]
        )
    }

    func trustSource(_ request: HTTPRequest) async throws -> HTTPResponse {
        let wanted = try await SourceTrust(request.members(allowing: SourceTrust.members))
        let repository = try application.repository(wanted.repository)
        try await application.trustSource(wanted.source, in: repository, isDryRun: wanted.isDryRun)
        return try .json(SourceTrust(source: wanted.source, repository: repository.name, isDryRun: wanted.isDryRun))
    }

    func retireKey(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(RepositoryDryRunQuery.self)
        let known = try await application.retireKey(
            request.parameters["fingerprint"],
            of: repository(inQuery: query.repository),
            isDryRun: query.isDryRun
        )
        guard !query.isDryRun else { return try .json(Tried(known, isDryRun: true)) }
        jobs.noteChange(of: .imports)
        return HTTPResponse(.noContent)
    }
}
