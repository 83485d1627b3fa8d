import API
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Posix
import Reporting
import Requests
import Time
import Transfer

extension Routes {
    /// What an archive may come as; browsers and curl say one of the last two of any file.
    private static let archiveTypes: Set<String> = [
        "application/zstd", "application/x-zstd", "application/octet-stream", "application/x-www-form-urlencoded",
    ]

    private static let documentLimit: Int64 = 1 << 20
    /// A whole archive is read meanwhile, after whatever else is done to the tree.
    private static let stagingPatience = Duration.seconds(24 * 3600)

    func stageImport(_ request: HTTPRequest) async throws -> HTTPResponse {
        // Before any of it is received.
        try application.require(.offline)
        let query = try request.query(StagingQuery.self)
        let type =
            request.fields[.contentType].flatMap { MediaType(parsing: $0)?.essence } ?? "application/octet-stream"
        if type == "application/json" { return try await stageNamed(request, query) }
        guard Self.archiveTypes.contains(type) else {
            throw Problem(
                .unsupportedMediaType,
                detail: "An import is an archive (application/zstd) or its path (application/json), not \(type)."
            )
        }
        return try await stageBody(of: request, into: repository(inQuery: query.repository), query)
    }

    /// Stages the archive that the body names.
    private func stageNamed(_ request: HTTPRequest, _ query: StagingQuery) async throws -> HTTPResponse {
        try request.body.limit(to: Self.documentLimit)
        var members = try await request.members(allowing: [.text("repository")] + ImportStage.members)
        let repository = try repository(members.removeText("repository"), query.repository)
        let path = try await readable(members.removeText("path") ?? "")
        try await disk.run { [application] in
            guard let folder = try repository.open().existingFolder() else { return }
            try application.configuration.values.limits.staging.require(room: 0, in: folder)
        }
        let isAllowed = members.first { $0.0 == "allow_unsigned" }?.1.boolValue ?? query.allowUnsigned
        return try await stage(path, allowingUnsigned: isAllowed, into: repository, for: request)
    }

    /// Stages the archive that the body is; what was written of it is gone afterwards, whatever came of it.
    private func stageBody(
        of request: HTTPRequest,
        into repository: Repository,
        _ query: StagingQuery
    ) async throws -> HTTPResponse {
        let announced = request.body.declaredLength
        let lane = repository.lane
        let upload = try await lane.away { [application] in
            let bounds = application.configuration.values.limits.staging
            return try await Upload(
                to: application.enter(repository.open()),
                announced: announced,
                within: bounds,
                space: application.space
            )
        }
        do {
            try await take(request.body, into: upload, on: lane)
            // The job removes it.
            return try await stage(
                upload.path,
                allowingUnsigned: query.allowUnsigned,
                into: repository,
                for: request
            )
        } catch {
            try? await lane.away { try upload.remove() }
            throw error
        }
    }

    private static let pieceBytes = 1 << 20

    /// Writes the whole body, a megabyte at a time.
    private func take(_ body: RequestBody, into upload: Upload, on lane: DiskLane) async throws {
        var piece: [UInt8] = []
        for try await bytes in body {
            piece.append(contentsOf: bytes)
            guard piece.count >= Self.pieceBytes else { continue }
            try await lane.away { [piece] in try upload.write(piece) }
            piece.removeAll(keepingCapacity: true)
        }
        try await lane.away { [piece] in try upload.write(piece) }
    }

    func listImports(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<API.Import>.self)
        try requireKnown(query.repository)
        return try await list(request, query, named: "imports", at: APIPath.imports) { query in
            var imports: [API.Import] = []
            for repository in try repositories(query.repository) {
                let applying = try await applyingJobs(of: repository)
                let receipts = try await application.receipts(of: repository)
                imports += try await application.imports(of: repository).map { known in
                    API.Import(
                        known,
                        in: repository.name,
                        applying: applying[known.summary.id],
                        receipt: receipts[known.summary.id].map { ImportReceipt($0, nil) }
                    )
                }
            }
            return try ListPage(query.page, of: "imports", query).cut(imports, as: query)
        }
    }

    func showImport(_ request: HTTPRequest) async throws -> HTTPResponse { try .json(try await find(request).value) }

    func applyImport(_ request: HTTPRequest) async throws -> HTTPResponse {
        var members = try await request.members(allowing: [
            .flag("allow_missing"), .flag("adopt_source"), .flag("allow_unsigned"), .flag("delete"),
            .flag("unpacked"), .flag("register_packages"), .flag("dry_run"),
        ])
        let query = try request.query(StartQuery.self)
        let found = try await find(request.parameters["id"], in: query.repository)
        guard found.value.state != .applying else { throw Self.inHand(found.value) }
        members.append(("import", .string(found.value.id)))
        return try await start(ImportApply.type, found.repository, .object(members), for: request, wait: query.wait)
    }

    func rollBackImport(_ request: HTTPRequest) async throws -> HTTPResponse {
        var members = try await request.members(allowing: [.flag("dry_run")])
        let query = try request.query(StartQuery.self)
        let found = try await find(request.parameters["id"], in: query.repository)
        members.append(("import", .string(found.value.id)))
        return try await start(ImportRollback.type, found.repository, .object(members), for: request, wait: query.wait)
    }

    func deleteImport(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(RepositoryDryRunQuery.self)
        let id = request.parameters["id"]
        let repository = try await holder(of: id, in: query.repository)
        guard !query.isDryRun else { return try .json(await application.importDeletion(id, of: repository)) }
        try await application.deleteImport(id, of: repository, reporter: .silent)
        jobs.noteChange(of: .imports)
        return HTTPResponse(.noContent)
    }

    func downloadReceipt(_ request: HTTPRequest) async throws -> HTTPResponse {
        let found = try await find(request)
        guard let found = try await application.receipt(of: found.value.id, in: found.repository) else {
            throw Problem(
                .notFound,
                detail: "There is no receipt of import \(request.parameters["id"]).",
                hint: "Apply it, or apply it again: that writes one."
            )
        }
        return .document(found.bytes, named: found.receipt.fileName, signature: found.signature)
    }

    /// The path, if something lies there that may be read.
    private func readable(_ path: String) async throws -> AbsolutePath {
        let path = try AbsolutePath(path)
        do {
            _ = try await disk.run { try ArchiveInput(path) }
        } catch let error as SystemError where error.errno == .noEntry || error.errno == .notDirectory {
            throw Problem(.notFound, detail: "There is nothing at \(path).")
        } catch let error as SystemError where error.isPermission {
            throw Problem(.notPermitted, detail: "\(path) may not be read by the service.")
        }
        return path
    }

    /// Starts the job that stages, and answers with what it staged, or with the job while that cannot begin.
    private func stage(
        _ path: AbsolutePath,
        allowingUnsigned isAllowed: Bool,
        into repository: Repository,
        for request: HTTPRequest
    ) async throws -> HTTPResponse {
        var arguments: [(String, JSONValue)] = [("path", .string(path.string))]
        if isAllowed { arguments.append(("allow_unsigned", .bool(true))) }
        let job = try await enqueue(ImportStage.type, repository, .object(arguments), for: request)
        guard job.state == .running else { return try accepted(job) }
        let ended = try await end(of: job)
        guard let id = ended.result["import"]?.stringValue else {
            let problem = API.Job(ended, now: application.clock.now()).error
            let detail = "Job \(job.id), which was to stage it, is \(ended.state.rawValue)."
            throw problem ?? Problem(.wrongState, detail: detail)
        }
        let value = try await application.import(id, of: repository).map { API.Import($0, in: repository.name) }
        return try .json(value, .created, fields: [.location: APIPath.import(id)])
    }

    /// Waits for a job of this request; who goes away does not want it any more.
    private func end(of job: Jobs.Job) async throws -> Jobs.Job {
        try await withTaskCancellationHandler {
            try await jobs.wait(job.id, timeout: Self.stagingPatience)
        } onCancel: { [jobs] in
            Task { try? await jobs.cancel(job.id, initiator: job.initiator) }
        }
    }

    func repositories(_ name: String?) throws -> [Repository] {
        guard let name else { return application.repositories }
        return [try repository(inQuery: name)]
    }

    /// The unfinished jobs that apply something, by import.
    private func applyingJobs(of repository: Repository) async throws -> [String: String] {
        let filter = JobFilter(
            states: [.queued, .blocked, .running],
            type: ImportApply.type,
            repository: repository.name
        )
        let pairs = try await jobs.jobs(filter).items.compactMap { job in
            job.parameters["import"]?.stringValue.map { ($0, job.id) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The repository in which an import waits that nobody applies, be it damaged.
    private func holder(of id: String, in name: String?) async throws -> Repository {
        var holders: [Repository] = []
        for repository in try repositories(name) where try await application.isWaiting(id, for: repository) {
            holders.append(repository)
        }
        guard let repository = holders.first else { throw Self.inHand(try await find(id, in: name).value) }
        guard holders.count == 1 else {
            throw RequestRefusal.repositoryNeeded(choices: holders.map(\.name)).inQuery
        }
        guard let job = try await applyingJobs(of: repository)[id] else { return repository }
        throw Problem(.wrongState, detail: "Import \(id) is \(API.Import.State.applying.rawValue).", existingJob: job)
    }

    private static func inHand(_ value: API.Import) -> Problem {
        Problem(.wrongState, detail: "Import \(value.id) is \(value.state.rawValue).", existingJob: value.jobID)
    }

    private func find(_ request: HTTPRequest) async throws -> FoundImport {
        try await find(request.parameters["id"], in: request.query(RepositoryQuery.self).repository)
    }

    /// The import of that id, in whichever repository it is.
    private func find(_ id: String, in name: String?) async throws -> FoundImport {
        var found: [(known: KnownImport, repository: Repository)] = []
        for repository in try repositories(name) {
            guard let known = try await application.import(id, of: repository) else { continue }
            found.append((known, repository))
        }
        guard let (known, repository) = found.first else {
            throw Problem(.notFound, detail: "There is no import \(id).")
        }
        guard found.count == 1 else {
            throw RequestRefusal.repositoryNeeded(choices: found.map(\.repository.name)).inQuery
        }
        let job = known.isWaiting ? try await applyingJobs(of: repository)[id] : nil
        let receipt = try await application.receipt(of: id, in: repository).map {
            ImportReceipt($0.kept, $0.receipt, signature: $0.signature)
        }
        return FoundImport(
            value: API.Import(known, in: repository.name, applying: job, receipt: receipt),
            repository: repository
        )
    }
}

/// An import and the repository it is for.
private struct FoundImport {
    let value: API.Import
    let repository: Repository
}
