import API
import Crypto
import HTTPMessages
import HTTPServer
import Jobs
import Requests
import Transfer

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
            ofSite: try site(wanted.site),
            in: repository,
            by: request.initiator,
            isDryRun: wanted.isDryRun
        )
        guard !wanted.isDryRun else { return try .json(Tried(known, isDryRun: true)) }
        jobs.noteChange(of: .imports, .sites)
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
        let query = try request.query(KeyQuery.self)
        let known = try await application.retireKey(
            request.parameters["fingerprint"],
            ofSite: try site(query.site),
            of: repository(inQuery: query.repository),
            isDryRun: query.isDryRun
        )
        guard !query.isDryRun else { return try .json(Tried(known, isDryRun: true)) }
        jobs.noteChange(of: .imports, .sites)
        return HTTPResponse(.noContent)
    }

    /// The name of a site whose word a key signs, which is heard only where archives are built.
    private func site(_ name: String?) throws -> String? {
        guard let name else { return nil }
        try application.require(.online)
        guard ShortNameRule.isKept(by: name) else {
            throw RequestRefusal(member: "site", "It \(ShortNameRule.clause).")
        }
        return name
    }
}
