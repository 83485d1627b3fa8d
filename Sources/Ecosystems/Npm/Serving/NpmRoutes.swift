import HTTPMessages
import HTTPServer
import Posix
import Synchronization
import Trees

/// The npm registries over the storages: `/registries/{repository}/` each, and `/npm/` the only one.
final class NpmRoutes: TreeRoutes {
    private struct Open: Sendable {
        let registry: NpmRegistry
        /// What fills the storage as it is asked; `nil` where it has only what it holds.
        let upstream: PullThrough?
        let folder: Directory
        let checked: Deadline
    }

    /// How long a storage is taken to be the same folder, so that one mounted later is found.
    private static let lifetime = Duration.seconds(5)

    /// How much of what somebody wants to publish is read before it is refused: a client that still sends misses the
    /// answer.
    private static let readAway: Int64 = 64 << 20

    private let repositories: [TreeSettings]
    private let context: TreeContext
    private let host: TreeHost
    private let opened = Mutex<[String: Open]>([:])

    init(_ repositories: [TreeSettings], in context: TreeContext, for host: TreeHost) {
        self.repositories = repositories
        self.context = context
        self.host = host
    }

    func add(to router: inout Router) {
        for pattern in ["/npm", "/npm/", "/npm/{path...}", "/registries/{path...}"] {
            router.on(.GET, pattern) { [self] request in
                guard let place = RegistryPlace(request.target) else { throw RegistryRefusal.ambiguous([]) }
                return await answer(request, near: place)
            }
        }
    }

    /// Answers what only npm's clients ask for, and tells them in their own form, which they print, what is refused.
    func explaining(_ router: @escaping Responder) -> Responder {
        { [self] request in
            do {
                return try await router(request)
            } catch {
                return try await answer(request, insteadOf: error)
            }
        }
    }

    private func answer(_ request: HTTPRequest, insteadOf error: any Error) async throws -> HTTPResponse {
        let refusal = RegistryRefusal(error, describedBy: host)
        let isNowhere = [.notFound, .methodNotAllowed, .unprocessableContent].contains(refusal.status)
        if let place = RegistryPlace(request.target) {
            guard isNowhere else { return .npm(refusal) }
            if request.method.isReading { return await answer(request, near: place) }
            await request.readAway(atMost: Self.readAway)
            return .npm(RegistryRefusal(unoffered: place.path, request))
        }
        let path = request.target.segments[...]
        guard !repositories.isEmpty, RegistryRoute(endOf: path) != nil else { throw error }
        if isNowhere, request.method.isReading {
            let response = await answer(request, at: RegistryPlace(repository: nil, path: path))
            if response.status != .notFound {
                request.route.take(.GET, "/{path...}")
                return response
            }
        }
        guard error is HTTPServerError else { throw error }
        return .npm(refusal)
    }

    /// The same as below, where what looks like our path may be the name of a package: of `npm` whose tarball a client
    /// asks for at the root.
    private func answer(_ request: HTTPRequest, near place: RegistryPlace) async -> HTTPResponse {
        let response = await answer(request, at: place)
        let whole = request.target.segments[...]
        guard response.status == .notFound, repositories.count == 1, RegistryRoute(endOf: whole) != nil else {
            return response
        }
        let other = await answer(request, at: RegistryPlace(repository: nil, path: whole))
        return other.status == .notFound ? response : other
    }

    private func answer(_ request: HTTPRequest, at place: RegistryPlace) async -> HTTPResponse {
        do {
            let repository = try repository(place.repository)
            let open = try await open(repository)
            let base = host.base(request) + place.address
            let answers = RegistryAnswers(open.registry, upstream: open.upstream, base: base)
            return try await answers.answer(request, path: place.path)
        } catch {
            return .npm(RegistryRefusal(error, describedBy: host))
        }
    }

    private func repository(_ name: String?) throws -> TreeSettings {
        guard let name else {
            guard repositories.count == 1, let only = repositories.first else {
                throw RegistryRefusal.ambiguous(repositories.map(\.repository))
            }
            return only
        }
        if name.isEmpty { throw RegistryRefusal.ambiguous(repositories.map(\.repository)) }
        guard let found = repositories.first(where: { $0.repository == name }) else {
            throw RegistryRefusal(.notFound, "there is no registry \(name)")
        }
        return found
    }

    private func open(_ repository: TreeSettings) async throws -> Open {
        let known = opened.withLock { $0[repository.repository] }
        if let known, known.checked.elapsed < Self.lifetime { return known }
        let lane = host.lane(repository.repository)
        let open = try await lane.away { [self] in try reopened(repository, known, lane) }
        opened.withLock { $0[repository.repository] = open }
        return open
    }

    /// The registry over the storage as it is now: the known one while it is the same folder.
    private func reopened(_ repository: TreeSettings, _ known: Open?, _ lane: DiskLane) throws -> Open {
        let storage = try NpmTree(repository, in: context)
        if let known, try known.folder.info().isSameFolder(as: storage.root.info()) {
            return Open(registry: known.registry, upstream: known.upstream, folder: known.folder, checked: .now)
        }
        let registry = NpmRegistry(
            storage: storage.root,
            folder: { [layout = storage.layout] in try layout.folder(of: $0) },
            names: storage.names,
            lane: lane
        )
        let upstream = try repository.pullThrough(in: context, storage.root, storage.layout)
        return Open(registry: registry, upstream: upstream, folder: storage.root, checked: .now)
    }
}

extension FileInfo {
    fileprivate func isSameFolder(as other: FileInfo) -> Bool { device == other.device && inode == other.inode }
}

extension Deadline {
    fileprivate var elapsed: Duration { Deadline.now.elapsed(since: self) }
}

extension HTTPMethod {
    fileprivate var isReading: Bool { self == .GET || self == .HEAD }
}

extension HTTPRequest {
    /// Reads the body and forgets it.
    fileprivate func readAway(atMost limit: Int64) async {
        guard (try? body.limit(to: limit)) != nil else { return }
        var parts = body.makeAsyncIterator()
        while let part = try? await parts.next(), !part.isEmpty {}
    }
}
