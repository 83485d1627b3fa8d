import API
import Crypto
import HTTPServer
import Npm
import Posix
import Transfer

extension Routes {
    func listPackages(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(PackageQuery.self)
        let repository = try repository(inQuery: query.repository)
        let list = ListPage(query.page, of: "packages", query)
        let start = try list.start
        let found = try await application.catalog(repository).packages(
            search: query.search,
            changedSince: query.changedSince?.milliseconds,
            order: NpmIndex.Order(query.sort),
            limit: query.page.limit + 1,
            offset: start
        )
        let page = try list.filled(with: found, from: start) { API.PackageSummary($0, in: repository.name) }
        return try .page(page) { cursor in
            var next = query
            next.page.cursor = cursor
            return APIPath.packages(next)
        }
    }

    func showPackage(_ request: HTTPRequest) async throws -> HTTPResponse {
        let repository = try repository(inQuery: request.query(RepositoryQuery.self).repository)
        let name = try PackageName(request.parameters["name"])
        let catalog = application.catalog(repository)
        guard let summary = try await catalog.package(name) else {
            throw Problem.Answer(
                .notFound,
                "There is no package \(name) in \(repository.name).",
                hint: "Collect the storage if it came there just now."
            )
        }
        let files = try await catalog.files(of: name)
        let carriers = try await application.artifacts.carriers(of: name.string, repository: repository.name)
        let document = try await disk.run { try? repository.packument(of: name) }
        let detail = PackageDetail(summary, files, carriers, document, in: repository.name)
        return try .json(detail)
    }

    func listFindings(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(FindingQuery.self)
        let repository = try repository(inQuery: query.repository)
        let list = ListPage(query.page, of: "findings", query)
        let start = try list.start
        let found = try await application.findings(of: repository).findings(
            in: Set(query.states.map(Transfer.Finding.State.init)),
            limit: query.page.limit + 1,
            offset: start
        )
        let page = try list.filled(with: found, from: start) { API.Finding($0) }
        return try .page(page) { cursor in
            var next = query
            next.page.cursor = cursor
            return APIPath.findings(next)
        }
    }
}

extension NpmIndex.Order {
    fileprivate init(_ sort: PackageQuery.Sort) {
        self =
            switch sort {
            case .name: .name
            case .updated: .updated
            case .bytes: .bytes
            case .versions: .versions
            case .findings: .findings
            }
    }
}

extension Repository {
    fileprivate func packument(of name: PackageName) throws -> Packument {
        let opened = try open()
        let path = try opened.layout.folder(of: name).appending("package.json")
        let bytes = try opened.root.open(path).readAll(limit: 256 << 20)
        return try Packument(scanning: bytes, expecting: name)
    }
}
