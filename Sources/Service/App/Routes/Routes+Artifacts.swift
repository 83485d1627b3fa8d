import API
import Crypto
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Posix
import Spooling
import Time
import Transfer

extension Routes {
    func listArtifacts(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<API.Artifact>.self)
        try requireKnown(query.repository)
        return try await list(request, query, named: "artifacts", at: APIPath.artifacts) { query in
            let all = try await application.artifacts.list()
            let deliveries = try await application.sites.deliveries()
            return try await archives.away { [application] in
                let shown = try all.map { artifact in
                    try API.Artifact(
                        application.artifacts.looked(at: artifact),
                        in: application.artifacts,
                        deliveries: deliveries[artifact.id] ?? []
                    )
                }
                return try ListPage(query.page, of: "artifacts", query).cut(shown, as: query)
            }
        }
    }

    func showArtifact(_ request: HTTPRequest) async throws -> HTTPResponse {
        try .json(try await shown(artifact(request)))
    }

    private func shown(
        _ artifact: Transfer.Artifact,
        adding delivery: Delivery? = nil
    ) async throws -> API.Artifact {
        let looked = try await archives.away { [application] in try application.artifacts.looked(at: artifact) }
        var deliveries = try await application.sites.deliveries()[artifact.id] ?? []
        if let delivery, !deliveries.contains(where: { $0.site == delivery.site && $0.state == .proven }) {
            deliveries = deliveries.filter { $0.site != delivery.site } + [delivery]
        }
        return API.Artifact(looked, in: application.artifacts, deliveries: deliveries)
    }

    func markDelivered(_ request: HTTPRequest) async throws -> HTTPResponse {
        try application.require(.online)
        let assertion = try await DeliveryAssertion(request.members(allowing: DeliveryAssertion.members))
        let artifact = try await artifact(request)
        let delivery = Delivery(
            artifact: artifact.id,
            site: assertion.site,
            state: .asserted,
            at: application.clock.now(),
            assertedBy: assertion.by,
            reason: assertion.reason
        )
        guard !assertion.isDryRun else {
            return try .json(Tried(try await shown(artifact, adding: delivery), isDryRun: true))
        }
        try await application.record(delivery, of: artifact.repository, by: request.initiator)
        jobs.noteChange(of: .artifacts, .sites)
        return try .json(try await shown(artifact))
    }

    func verifyArtifact(_ request: HTTPRequest) async throws -> HTTPResponse {
        _ = try await request.members(allowing: [])
        let wait = try request.query(JobWaitQuery.self).wait
        let artifact = try await artifact(request)
        let repository = try application.repository(artifact.repository.name)
        _ = try await archives.away { [application] in try application.artifacts.opened(artifact) }
        let parameters: JSONValue = ["artifact": .string(artifact.id)]
        return try await start(ArtifactVerify.type, repository, parameters, for: request, wait: wait)
    }

    func deleteArtifact(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ArtifactDeletionQuery.self)
        let id = try await artifact(request).id
        return try await archives.away { [application, jobs] in
            guard !query.isDryRun else { return try .json(await application.artifactDeletion(id, force: query.force)) }
            try await application.artifacts.delete(id, force: query.force)
            jobs.noteChange(of: .artifacts, .storage)
            return HTTPResponse(.noContent)
        }
    }

    func downloadArtifact(_ request: HTTPRequest) async throws -> HTTPResponse {
        let artifact = try await artifact(request)
        let (file, info) = try await archives.away { [application] in try application.artifacts.whole(artifact) }
        let responder = FileResponder(
            file,
            size: info.size,
            type: MediaType("application/zstd"),
            etag: EntityTag(artifact.sha512.hex),
            lastModified: HTTPDate(nanoseconds: info.modified),
            fields: [
                .contentDisposition: "attachment; filename=\"\(ArtifactName.file(of: artifact.id))\"",
                .reprDigest: "sha-512=:\(artifact.sha512.base64):", .cacheControl: "no-cache",
            ],
            on: archives
        )
        var response = try responder.respond(to: request)
        if request.method == .GET, case .file(let body) = response.body { tally(body, of: artifact, in: &response) }
        return response
    }

    /// Marks the artifact as downloaded once all of it was sent, in one response or in several.
    private func tally(_ body: FileBody, of artifact: Transfer.Artifact, in response: inout HTTPResponse) {
        var body = body
        body.whenPassed = { [downloads] part in downloads.note(part, of: artifact.id) }
        response.body = .file(body)
        response.whenSent = { [application, downloads, jobs] in
            guard downloads.isWhole(artifact.id, size: artifact.size) else { return }
            try? await application.artifacts.markDownloaded(artifact.id)
            jobs.noteChange(of: .artifacts)
        }
    }

    func downloadChecksums(_ request: HTTPRequest) async throws -> HTTPResponse {
        let artifact = try await artifact(request)
        let line = Checksums([.init(sha512: artifact.sha512, name: ArtifactName.file(of: artifact.id))])
        return HTTPResponse(.ok, .plainText, line.encoded)
    }

    func downloadManifest(_ request: HTTPRequest) async throws -> HTTPResponse {
        let artifact = try await artifact(request)
        let bytes = try await archives.away { [application] in try application.artifacts.manifest(of: artifact).encoded
        }
        return HTTPResponse(.ok, .json, bytes)
    }

    func listArtifactFiles(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<CarriedFile>.self)
        let artifact = try await artifact(request)
        return try await list(
            request,
            query,
            named: "\(artifact.id)-files",
            at: { APIPath.files(ofArtifact: artifact.id, $0) }
        ) { query in
            try await archives.away { [application] in
                let files = try application.artifacts.manifest(of: artifact).files.map { CarriedFile($0) }
                return try ListPage(query.page, of: "files of \(artifact.id)", query).cut(files, as: query)
            }
        }
    }

    func listArtifactPackages(_ request: HTTPRequest) async throws -> HTTPResponse {
        let query = try request.query(ListQuery<HeldPackage>.self)
        let artifact = try await artifact(request)
        return try await list(
            request,
            query,
            named: "\(artifact.id)-packages",
            at: { APIPath.packages(ofArtifact: artifact.id, $0) }
        ) { query in
            try await archives.away { [application] in
                let files = try application.artifacts.manifest(of: artifact).files
                let packages = HeldPackage.all(in: files.lazy.map(\.entry))
                return try ListPage(query.page, of: "packages of \(artifact.id)", query).cut(packages, as: query)
            }
        }
    }

    private func artifact(_ request: HTTPRequest) async throws -> Transfer.Artifact {
        try await application.artifacts.load(request.parameters["id"])
    }
}

extension ArtifactStore {
    /// The archive, open to be sent; 410 when somebody took it from the folder.
    fileprivate func opened(_ artifact: Transfer.Artifact) throws -> (OpenFile, FileInfo) {
        do {
            let file = OpenFile(try open(artifact))
            return (file, try file.descriptor.info())
        } catch let error as SystemError where error.errno == .noEntry {
            throw Self.gone("The file of \(artifact.id) is no longer in \(folder.path).")
        }
    }

    /// The archive, open to be sent under the digest that was recorded; 410 when it cannot be that any more, 409 when
    /// it was seen to be damaged.
    fileprivate func whole(_ artifact: Transfer.Artifact) throws -> (OpenFile, FileInfo) {
        guard artifact.state != .damaged else {
            throw Problem(
                .conflict,
                detail: "The file of \(artifact.id) is damaged: it failed when it was last verified.",
                hint: "Put a whole copy in its place and verify that, or delete the artifact and build it again."
            )
        }
        let (file, info) = try opened(artifact)
        guard info.size == artifact.size else {
            throw Self.gone("The file of \(artifact.id) has \(info.size) bytes instead of \(artifact.size).")
        }
        return (file, info)
    }

    /// The manifest, which stands at the front of the archive, so that little of it is read.
    fileprivate func manifest(of artifact: Transfer.Artifact) throws -> Manifest {
        _ = try whole(artifact)
        return try ArchiveReader(input(artifact), rules: Ecosystems.rules).head().manifest
    }

    private static func gone(_ detail: String) -> Problem {
        Problem(.gone, detail: detail, hint: "Delete the artifact and build it again.")
    }
}
