import API
import HTTPServer
import JSON
import Jobs
import Posix
import Requests
import Time
import Transfer

extension Routes {
    func listFindings(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(FindingQuery.self)
        let repository = try repository(inQuery: query.repository)
        let list = ListPage(query.page, of: "findings", query)
        let start = try list.start
        let found = try await repository.findings.findings(
            in: Set(query.states),
            limit: query.page.limit + 1,
            offset: start
        )
        let events = try await repository.findings.events(of: found.filter { $0.attempts > 0 }.compactMap(\.id))
        let page = try list.filled(with: found, from: start) { found in
            API.Finding(found, found.id.flatMap { events[$0] } ?? [])
        }
        return try .page(page) { APIPath.findings(query.page(at: $0)) }
    }

    func repairFinding(_ request: HTTPRequest) async throws -> HTTPResponse {
        var members = try await request.members(allowing: [.flag("dry_run")])
        let (repository, id) = try await finding(request)
        members.append(("findings", .string("\(id)")))
        return try await start(FindingRepair.type, repository, .object(members), for: request)
    }

    func ignoreFinding(_ request: HTTPRequest) async throws -> HTTPResponse { try await change(request, to: .ignored) }

    func reopenFinding(_ request: HTTPRequest) async throws -> HTTPResponse { try await change(request, to: .open) }

    private func change(_ request: HTTPRequest, to state: Transfer.Finding.State) async throws -> HTTPResponse {
        let isDryRun = try await request.members(allowing: [.flag("dry_run")]).first?.1.boolValue ?? false
        let (repository, id) = try await finding(request)
        guard !isDryRun else { return try await tried(id, in: repository, to: state) }
        let detail = "By \(request.initiator)"
        let changed = try await repository.findings.change(id, to: state, at: application.clock.now(), detail)
        let events = try await repository.findings.events(of: [id])
        return try .json(API.Finding(changed, events[id] ?? []))
    }

    /// The finding as the change would leave it.
    private func tried(
        _ id: Int64,
        in repository: Repository,
        to state: Transfer.Finding.State
    ) async throws -> HTTPResponse {
        guard let finding = try await repository.findings.finding(id) else {
            throw TransferError.noFinding("\(id)", in: repository.name)
        }
        try finding.requireChange(to: state)
        var shown = API.Finding(finding, try await repository.findings.events(of: [id])[id] ?? [])
        shown.state = state
        return try .json(Tried(shown, isDryRun: true))
    }

    /// The finding that the path numbers, whichever repository it is of.
    private func finding(_ request: HTTPRequest) async throws -> (Repository, Int64) {
        let text = request.parameters["id"]
        for repository in application.repositories {
            guard let id = Int64(text), try await repository.findings.finding(id) != nil else { continue }
            return (repository, id)
        }
        throw TransferError.noFinding(text, in: "this instance")
    }
}
