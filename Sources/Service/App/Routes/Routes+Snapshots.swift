import API
import Crypto
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Posix
import Transfer

extension Routes {
    func listSnapshots(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<API.SnapshotSummary>.self)
        try requireKnown(query.repository)
        return try await list(request, query, named: "snapshots", at: APIPath.snapshots) { query in
            try await disk.run { [application] in
                let names = try application.snapshots.names.all()
                let all = try application.snapshots.list().map { snapshot in
                    API.SnapshotSummary(snapshot, names: names[snapshot.id] ?? [])
                }
                return try ListPage(query.page, of: "snapshots", query).cut(all, as: query)
            }
        }
    }

    func showSnapshot(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .json(try await snapshotDetail(request.parameters["id"]))
    }

    private func snapshotDetail(_ reference: String) async throws -> SnapshotDetail {
        let (snapshot, names, path) = try await disk.run { [application] in
            let snapshot = try application.snapshot(reference)
            return (
                snapshot, try application.snapshots.names.all()[snapshot.id] ?? [],
                try application.manifestPath(of: snapshot.id)
            )
        }
        let users = try await application.artifacts.list().filter { $0.base == snapshot.id || $0.target == snapshot.id }
        return SnapshotDetail(snapshot, names: names, path: path, neededBy: users.map(\.id))
    }

    func listSnapshotPackages(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<HeldPackage>.self)
        let reference = request.parameters["id"]
        return try await list(
            request,
            query,
            named: "snapshot-packages",
            at: { APIPath.packages(ofSnapshot: reference, $0) }
        ) { query in
            try await disk.run { [application] in
                let snapshot = try application.snapshot(reference)
                return try ListPage(query.page, of: "packages of \(snapshot.id)", query)
                    .cut(HeldPackage.all(in: snapshot.entries), as: query)
            }
        }
    }

    func compareSnapshots(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<FileChange>.self)
        let (base, target) = (request.parameters["base"], request.parameters["target"])
        return try await list(
            request,
            query,
            named: "comparison",
            at: { APIPath.comparison(of: base, with: target, $0) }
        ) { query in
            try await disk.run { [application] in
                let (old, new) = (try application.snapshot(base), try application.snapshot(target))
                return try SnapshotComparison(from: old, to: new, query)
            }
        }
    }

    func createSnapshot(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await start(SnapshotCreate.type, request)
    }

    func deleteSnapshot(_ request: HTTPRequest) async throws -> HTTPResponse {
        let isDryRun = try request.query(DryRunQuery.self).isDryRun
        let reference = request.parameters["id"]
        return try await disk.run { [application, jobs] in
            guard !isDryRun else { return try .json(await application.snapshotDeletion(reference)) }
            try await application.deleteSnapshot(reference)
            jobs.noteChange(of: .snapshots, .storage)
            return HTTPResponse(.noContent)
        }
    }

    /// Answers with the snapshot, as it is called from now on.
    func nameSnapshot(_ request: HTTPRequest) async throws -> HTTPResponse {
        let naming = try await SnapshotNaming(request.members(allowing: SnapshotNaming.members))
        let reference = request.parameters["id"]
        try await disk.run { [application] in
            let (id, names) = (try application.snapshots.id(of: reference), application.snapshots.names)
            guard naming.isDryRun else { return try names.set(naming.name, to: id, moving: naming.move) }
            try names.requireFree(naming.name, for: id, moving: naming.move)
        }
        guard naming.isDryRun else {
            jobs.noteChange(of: .snapshots)
            return try await showSnapshot(request)
        }
        var detail = try await snapshotDetail(reference)
        detail.names = Set(detail.names + [naming.name]).sorted()
        return try .json(Tried(detail, isDryRun: true))
    }

    func unnameSnapshot(_ request: HTTPRequest) async throws -> HTTPResponse {
        let isDryRun = try request.query(DryRunQuery.self).isDryRun
        let (reference, name) = (request.parameters["id"], request.parameters["name"])
        return try await disk.run { [application, jobs] in
            guard !isDryRun else { return try .json(application.nameDeletion(name, of: reference)) }
            try application.snapshots.names.remove(name, of: application.snapshots.id(of: reference))
            jobs.noteChange(of: .snapshots)
            return HTTPResponse(.noContent)
        }
    }
}

extension Application {
    /// Where the list of a snapshot's files lies.
    fileprivate func manifestPath(of id: String) throws -> String {
        let folder = try snapshots.place(of: id)?.string ?? "\(configuration.values.paths.snapshots)/\(id)"
        return "\(folder)/manifest.json"
    }
}
