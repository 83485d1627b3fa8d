import API
import HTTPServer
import JSON
import Persistence
import Posix
import Requests
import Time
import Transfer
import Trees

extension Routes {
    func listPackages(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(PackageQuery.self)
        let repository = try repository(inQuery: query.repository)
        return try await list(request, query, named: "packages", at: APIPath.packages) { query in
            let list = ListPage(query.page, of: "packages", query)
            let found = try await repository.catalog.page(
                query.filter,
                order: query.order.key,
                isReversed: query.order.isReversed,
                limit: list.limit,
                after: list.packagePlace
            )
            let total = try await repository.catalog.count(query.filter)
            return list.filled(with: found, of: total, in: repository.name)
        }
    }

    func refreshPackage(_ request: HTTPRequest) async throws -> HTTPResponse {
        let allowed = PackageRefresh.members.filter { $0.name != "package" }
        var members = try await request.members(allowing: [.text("repository")] + allowed)
        let query = try request.query(StartQuery.self)
        let repository = try repository(members.removeText("repository"), query.repository)
        let name = request.parameters["name"]
        guard try await repository.catalog.package(name) != nil else { throw Self.unknown(name, in: repository) }
        members.append(("package", .string(name)))
        return try await start(PackageRefresh.type, repository, .object(members), for: request, wait: query.wait)
    }

    private static func unknown(_ name: String, in repository: Repository) -> Problem {
        Problem(
            .notFound,
            detail: "There is no package \(PathError.printable(name)) in \(repository.name).",
            hint: "Collect the storage if it came there just now."
        )
    }

    func showPackage(_ request: HTTPRequest) async throws -> HTTPResponse {
        let repository = try repository(inQuery: request.query(RepositoryQuery.self).repository)
        let name = request.parameters["name"]
        let revision = try await application.database.revision()
        let key = await PackageAnswer.Key(name, in: repository, at: application.clock.now())
        if let key, let known = packages.value(key, at: revision) { return try known.response(to: request) }
        let detail = try await detail(of: name, in: repository)
        let answer = try PackageAnswer(detail.value)
        if let key, detail.isWhole { packages.keep(answer, for: key, at: revision, cost: answer.cost) }
        return try answer.response(to: request)
    }

    /// A package, and whether its own document was read.
    private func detail(of name: String, in repository: Repository) async throws -> (
        value: PackageDetail, isWhole: Bool
    ) {
        let catalog = repository.catalog
        guard let summary = try await catalog.package(name) else { throw Self.unknown(name, in: repository) }
        let files = try await catalog.files(of: name)
        let known = try await application.knownHistory(of: name, in: repository)
        let carriers = try await application.artifacts.carriers(of: name, repository: repository.name)
        // Its own document cannot be read while the disk is not mounted; what is known of it can.
        let contents = await repository.contents(of: name, files: files)
        let detail = PackageDetail(
            summary,
            contents ?? PackageContents(of: files),
            carriedBy: carriers,
            known,
            in: repository.name
        )
        return (detail, contents != nil)
    }
}

extension Repository {
    /// What the document of a package says of it; `nil` where it cannot be read now.
    fileprivate func contents(of package: String, files: [CatalogFile]) async -> PackageContents? {
        await answer { try $0.contents(of: package, files: files) }
    }
}

extension Application {
    /// When a package came, what is wrong with it, and what refreshed it last.
    fileprivate func knownHistory(of package: String, in repository: Repository) async throws -> PackageHistory {
        let last = try await RefreshRecord.last(of: package, in: repository.name, database)
        return PackageHistory(
            added: try await repository.treeRecord.addedAt(package),
            findings: try await shown(repository.findings.findings(FindingFilter(package: package)), in: repository),
            lastRefresh: last.map { PackageHistory.Refresh(jobID: $0.job, outcome: $0.outcome, finishedAt: $0.at) }
        )
    }
}

extension PackageContents {
    /// What is known without the tree.
    fileprivate init(of files: [CatalogFile]) {
        self.init(files: files.map { File(version: $0.version, name: $0.path.lastComponent, found: $0) })
    }
}
