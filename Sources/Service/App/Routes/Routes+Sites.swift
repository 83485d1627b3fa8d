import API
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Requests
import Time
import Transfer

extension Routes {
    func listSites(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<API.Site>.self)
        try requireKnown(query.repository)
        return try await list(request, query, named: "sites", at: APIPath.sites) { query in
            let sites = try await application.shownSites(of: repositories(query.repository))
            return try ListPage(query.page, of: "sites", query).cut(sites, as: query)
        }
    }

    func showSite(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (site, repository) = try await site(request)
        return try .json(try await application.shown(site, of: repository))
    }

    func retireSite(_ request: HTTPRequest) async throws -> HTTPResponse {
        try application.require(.online)
        let isDryRun = try await request.members(allowing: [.flag("dry_run")]).first?.1.boolValue ?? false
        let (site, repository) = try await site(request)
        guard !isDryRun else {
            var shown = try await application.shown(site, of: repository)
            shown.state = .retired
            shown.retiredAt = site.retiredAt ?? application.clock.now()
            return try .json(Tried(shown, isDryRun: true))
        }
        let retired = try await application.retire(site, of: repository, by: request.initiator)
        jobs.noteChange(of: .sites)
        return try .json(try await application.shown(retired, of: repository))
    }

    private func site(_ request: HTTPRequest) async throws -> (site: Transfer.Site, repository: Repository) {
        do {
            let repository = try request.query(RepositoryQuery.self).repository
            return try await application.site(request.parameters["name"], of: repository)
        } catch let refusal as RequestRefusal {
            throw refusal.inQuery
        }
    }

    /// Takes the file of a receipt, or a code: an object with the member `code` is one.
    func registerReceipt(_ request: HTTPRequest) async throws -> HTTPResponse {
        try application.require(.online)
        let query = try request.query(ReceiptQuery.self)
        let signature = try request.signature()
        let bytes = try await request.body.collect()
        let registration: SiteRegistration
        if let entry = try Self.codeEntry(bytes) {
            registration = try await application.register(
                ReceiptCode(parsing: entry.code),
                ofSite: entry.site,
                in: repository(inQuery: query.repository),
                Hearing(by: request.initiator, query)
            )
        } else {
            registration = try await application.register(
                Receipt(parsing: bytes),
                signedBy: signature.map { try StatementSignature.signer(of: bytes, by: $0) },
                Hearing(by: request.initiator, query)
            )
        }
        return try answer(registration, isDryRun: query.isDryRun)
    }

    /// The longest body that can be a code.
    private static let longestCode = 4096

    private static func codeEntry(_ bytes: [UInt8]) throws -> CodeEntry? {
        guard bytes.count <= longestCode, let document = try? JSONValue(parsing: bytes, duplicateKeys: .reject),
            document["code"] != nil
        else { return nil }
        let members = JSONValue.object(try RequestMember.read(document, allowing: CodeEntry.members))
        return CodeEntry(code: members["code"]?.stringValue ?? "", site: members["site"]?.stringValue)
    }

    func downloadInventory(_ request: HTTPRequest) async throws -> HTTPResponse {
        try application.require(.offline)
        let repository = try repository(inQuery: request.query(RepositoryQuery.self).repository)
        let inventory = try await application.inventory(of: repository)
        return .document(inventory.bytes, named: inventory.name, signature: inventory.signature)
    }

    func registerInventory(_ request: HTTPRequest) async throws -> HTTPResponse {
        try application.require(.online)
        let query = try request.query(InventoryQuery.self)
        let repository = try repository(inQuery: query.repository)
        let signature = try request.signature()
        let registration = try await application.registerInventory(
            request.body.collect(),
            signature: signature,
            query,
            in: repository,
            by: request.initiator
        )
        return try answer(registration, isDryRun: query.isDryRun)
    }

    private func answer(_ registration: SiteRegistration, isDryRun: Bool) throws -> HTTPResponse {
        guard !isDryRun else { return try .json(Tried(registration, isDryRun: true)) }
        if registration.verdict == .news { jobs.noteChange(of: .sites, .artifacts) }
        return try .json(registration)
    }
}
