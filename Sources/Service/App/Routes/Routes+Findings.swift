import API
import HTTPServer
import JSON
import Jobs
import Posix
import Requests
import Time
import Transfer
import Trees

extension Routes {
    func listFindings(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(FindingQuery.self)
        let repository = try repository(inQuery: query.repository)
        try requireKnown(kinds: query.kinds, in: repository)
        return try await list(request, query, named: "broken-archives", at: APIPath.findings) { query in
            try await findings(query, in: repository)
        }
    }

    private func findings(_ query: FindingQuery, in repository: Repository) async throws -> Page<API.Finding> {
        let list = ListPage(query.page, of: "findings", query)
        let start = try list.start
        let filter = FindingFilter(query)
        let found = try await repository.findings.findings(
            filter,
            order: query.order.key,
            isReversed: query.order.isReversed,
            limit: query.page.limit + 1,
            offset: start
        )
        let counts = try await counts(of: list) {
            let counts = try await repository.findings.counts(filter)
            let states = Transfer.Finding.State.allCases
            return Dictionary(uniqueKeysWithValues: states.map { ($0.rawValue, counts[$0] ?? 0) })
        }
        let wanted = query.states.isEmpty ? Transfer.Finding.State.allCases : query.states
        let shown = try await application.shown(found, in: repository)
        var page = try list.filled(
            with: shown,
            from: start,
            of: Set(wanted).reduce(0) { $0 + (counts[$1.rawValue] ?? 0) }
        ) { $0 }
        page.counts = counts
        return page
    }

    private func requireKnown(kinds: [String], in repository: Repository) throws {
        let known = repository.ecosystem.findingKinds.map(\.rawValue).sorted()
        guard let unknown = kinds.first(where: { !known.contains($0) }) else { return }
        throw RequestRefusal(
            member: "kind",
            "There is no kind of finding \"\(unknown)\"; there are \(known.joined(separator: ", "))."
        ).inQuery
    }

    func showFinding(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (repository, id) = try await finding(request)
        guard let finding = try await repository.findings.finding(id) else {
            throw TransferError.noFinding("\(id)", in: repository.name)
        }
        return try .json(try await application.shown(finding, in: repository))
    }

    func repairFinding(_ request: HTTPRequest) async throws -> HTTPResponse {
        var members = try await request.members(allowing: [.flag("dry_run")])
        let wait = try request.query(JobWaitQuery.self).wait
        let (repository, id) = try await finding(request)
        members.append(("findings", .string("\(id)")))
        return try await start(FindingRepair.type, repository, .object(members), for: request, wait: wait)
    }

    func ignoreFinding(_ request: HTTPRequest) async throws -> HTTPResponse { try await change(request, to: .ignored) }

    func reopenFinding(_ request: HTTPRequest) async throws -> HTTPResponse { try await change(request, to: .open) }

    private func change(_ request: HTTPRequest, to state: Transfer.Finding.State) async throws -> HTTPResponse {
        let isDryRun = try await request.members(allowing: [.flag("dry_run")]).first?.1.boolValue ?? false
        let (repository, id) = try await finding(request)
        guard !isDryRun else { return try await tried(id, in: repository, to: state) }
        let detail = "By \(request.initiator)"
        let changed = try await repository.findings.change(id, to: state, at: application.clock.now(), detail)
        jobs.noteChange(of: .findings, .packages)
        return try .json(try await application.shown(changed, in: repository))
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
        var changed = finding
        changed.state = state
        return try .json(Tried(try await application.shown(changed, in: repository), isDryRun: true))
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

extension FindingFilter {
    /// What a query asks for.
    fileprivate init(_ query: FindingQuery) {
        self.init(
            states: Set(query.states),
            kinds: Set(query.kinds.map(FindingKind.init)),
            package: query.package,
            search: query.search
        )
    }
}

extension Application {
    /// Findings with what became of them, and what is to be done now.
    func shown(_ findings: [Transfer.Finding], in repository: Repository) async throws -> [API.Finding] {
        let events = try await repository.findings.events(of: findings.compactMap(\.id))
        return findings.map { finding in
            API.Finding(
                finding,
                finding.id.flatMap { events[$0] } ?? [],
                nextStep: nextStep(about: finding, in: repository),
                acts: acts(on: finding, in: repository)
            )
        }
    }

    /// The same of one.
    func shown(_ finding: Transfer.Finding, in repository: Repository) async throws -> API.Finding {
        try await shown([finding], in: repository)[0]
    }

    private func acts(on finding: Transfer.Finding, in repository: Repository) -> [API.Finding.Act] {
        let next = finding.state.successors
        let isFetched = next.contains(.repairing) && repository.ecosystem.cure(of: finding) == nil
        let canFetch = configuration.values.site.role.fetches
        var acts: [API.Finding.Act] = []
        if isFetched && canFetch { acts.append(.repair) }
        if next.contains(.ignored) { acts.append(.ignore) }
        if finding.state == .ignored { acts.append(.reopen) }
        return acts
    }

    private func nextStep(about finding: Transfer.Finding, in repository: Repository) -> String? {
        guard finding.state == .open || finding.state == .failed, let id = finding.id else { return nil }
        if let cure = repository.ecosystem.cure(of: finding) { return cure }
        guard configuration.values.site.role.fetches else {
            return
                "Have the other side build an archive that carries it (packferry artifact build --full), and apply that."
        }
        return "Have it fetched again: packferry findings repair \(id)."
    }
}
