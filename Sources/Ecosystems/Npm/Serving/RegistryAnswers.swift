import HTTPMessages
import HTTPServer
import JSON
import Posix

/// Answers npm's requests from one registry whose address is `base`.
struct RegistryAnswers: Sendable {
    private static let full = MediaType("application/json")
    private static let abbreviated = MediaType("application/vnd.npm.install-v1+json")

    private let registry: NpmRegistry
    private let upstream: PullThrough?
    private let base: String

    /// With an `upstream`, what is asked for is fetched from there first.
    init(_ registry: NpmRegistry, upstream: PullThrough? = nil, base: String) {
        self.registry = registry
        self.upstream = upstream
        self.base = base
    }

    /// `path` is what follows the registry's own, cut into decoded segments.
    func answer(_ request: HTTPRequest, path: ArraySlice<String>) async throws -> HTTPResponse {
        guard let route = Self.route(path) else { throw RegistryRefusal(unoffered: path, request) }
        switch route {
        case .root: return document(root, request)
        case .packument(let name):
            return try await freshly(name) { try await packument(name, request) }
        case .manifest(let name, let spec):
            return try await freshly(name) { document(try await manifest(name, spec), request) }
        case .tags(let name):
            return try await freshly(name) { document(try await found(registry.tags(name)), request) }
        case .tarball(let name, let file): return try await tarball(name, file, request)
        case .ping: return document(NpmRegistry.ping, request)
        case .search: return document(try await search(request), request)
        case .all: return all()
        }
    }

    /// What a path asks for; nil when it is nothing that a registry has.
    static func route(_ path: ArraySlice<String>) -> RegistryRoute? {
        RegistryRoute(path) ?? RegistryRoute(endOf: path)
    }

    /// What somebody sees who opens the registry's address.
    private var root: RegistryDocument {
        let body: JSONValue = [
            "registry": .string("\(base)/"), "read_only": true,
            "use": .string("npm install --registry \(base)/"),
        ]
        return RegistryDocument(body.encoded())
    }

    /// Answers once the package is as fresh as may be, and says so where that is not fresh (RFC 7234 §5.5.1).
    private func freshly(_ name: PackageName, _ answer: () async throws -> HTTPResponse) async throws -> HTTPResponse {
        guard let upstream else { return try await answer() }
        let staleness = try await upstream.freshen(name)
        var response = try await answer()
        if staleness != nil { response.fields.append(.warning, "110 packferry \"Response is Stale\"") }
        return response
    }

    private func packument(_ name: PackageName, _ request: HTTPRequest) async throws -> HTTPResponse {
        let form = Self.form(request.fields)
        let document = try await found(registry.packument(name, form: form, base: base))
        var response = self.document(document, request)
        response.fields.append(.vary, "Accept")
        return response
    }

    private func manifest(_ name: PackageName, _ spec: RegistrySpec) async throws -> RegistryDocument {
        if let manifest = try await registry.manifest(name, spec, base: base) { return manifest }
        guard try await registry.has(name) else { return try found(nil) }
        throw RegistryRefusal(.notFound, "version not found: \(name)@\(spec) is not here")
    }

    private func found(_ document: RegistryDocument?) throws -> RegistryDocument {
        guard let document else { throw RegistryRefusal(.notFound, "no such package available") }
        return document
    }

    /// Clients that install say so by the one type; all others, browsers and `npm view` among them, get everything.
    private static func form(_ fields: HTTPFields) -> PackumentForm {
        guard let accept = fields[.accept], accept.lowercased().contains("vnd.npm.install-v1") else { return .full }
        return AcceptedTypes(fields).preferred(among: [abbreviated, full]) == abbreviated ? .abbreviated : .full
    }

    private func tarball(
        _ name: PackageName,
        _ file: TarballFileName,
        _ request: HTTPRequest
    ) async throws -> HTTPResponse {
        var found = try await registry.tarball(name, file)
        if found == nil, let upstream, try await upstream.bring(file, of: name) {
            found = try await registry.tarball(name, file)
        }
        guard let tarball = found else { throw RegistryRefusal(.notFound, "no such file available") }
        return try FileResponder(
            tarball.file,
            size: tarball.size,
            type: .octetStream,
            etag: EntityTag(tarball.entityTag),
            lastModified: nil,
            fields: [.cacheControl: "public, max-age=86400"],
            on: registry.lane
        ).respond(to: request)
    }

    private func search(_ request: HTTPRequest) async throws -> RegistryDocument {
        let query = request.target.query
        return try await registry.search(
            text: query["text"] ?? "",
            size: query["size"].flatMap { Int($0) } ?? 20,
            from: query["from"].flatMap { Int($0) } ?? 0
        )
    }

    private func all() -> HTTPResponse {
        HTTPResponse(
            .ok,
            fields: [.contentType: MediaType.json.description, .cacheControl: "no-cache"],
            body: .stream { [registry] writer in try await registry.all { try await writer.write($0) } }
        )
    }

    private func document(_ document: RegistryDocument, _ request: HTTPRequest) -> HTTPResponse {
        let tag = EntityTag(document.entityTag)
        let known = EntityTagCondition(.ifNoneMatch, in: request.fields)
        if let known, known.isMet(by: tag, comparing: { $0.matchesWeakly($1) }) {
            return HTTPResponse(.notModified, fields: [.etag: tag.description, .cacheControl: "no-cache"])
        }
        return HTTPResponse(
            .ok,
            fields: [.contentType: document.contentType, .etag: tag.description, .cacheControl: "no-cache"],
            body: .bytes(document.bytes)
        )
    }
}

extension HTTPFieldName {
    fileprivate static let warning = HTTPFieldName("Warning")
}
