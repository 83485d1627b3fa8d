import HTTPMessages
import HTTPServer
import Posix
import Synchronization
import Trees

/// The npm registries over the storages: `/registries/{repository}/` each, and `/npm/` the only one.
final class NpmRoutes: TreeRoutes {
    private struct Open: Sendable {
        let registry: NpmRegistry
        let folder: Directory
        let checked: Deadline
    }

    /// How long a storage is taken to be the same folder, so that one mounted later is found.
    private static let lifetime = Duration.seconds(5)

    private let repositories: [TreeSettings]
    private let context: TreeContext
    private let host: TreeHost
    private let open = Mutex<[String: Open]>([:])

    init(_ repositories: [TreeSettings], in context: TreeContext, for host: TreeHost) {
        self.repositories = repositories
        self.context = context
        self.host = host
    }

    func add(to router: inout Router) {
        router.on(.GET, "/npm/{path...}") { [self] in await answer($0, named: nil) }
        router.on(.GET, "/registries/{repository}/{path...}") { [self] request in
            await answer(request, named: request.parameters["repository"])
        }
    }

    /// Tells npm in its own form, which it prints, that nothing can be published here.
    func explaining(_ router: @escaping Responder) -> Responder {
        { request in
            do {
                return try await router(request)
            } catch let error as HTTPServerError where error.code == .methodNotAllowed {
                guard let path = Self.path(of: request) else { throw error }
                let isRoute = RegistryAnswers.route(path) != nil
                return .npm(isRoute ? .readOnly(request, error.fields) : .nothing(request))
            }
        }
    }

    /// What follows the registry's own path; nil for what is none of a registry.
    private static func path(of request: HTTPRequest) -> ArraySlice<String>? {
        switch request.target.segments.first {
        case "npm": request.target.segments.dropFirst()
        case "registries": request.target.segments.dropFirst(2)
        default: nil
        }
    }

    private func answer(_ request: HTTPRequest, named name: String?) async -> HTTPResponse {
        do {
            let repository = try repository(name)
            let registry = try await registry(of: repository)
            let prefix = name == nil ? "/npm" : "/registries/\(repository.repository)"
            return try await RegistryAnswers(registry, base: host.base(request) + prefix).answer(
                request,
                path: request.target.segments.dropFirst(name == nil ? 1 : 2)
            )
        } catch {
            return .npm(RegistryRefusal(error, describedBy: host))
        }
    }

    private func repository(_ name: String?) throws -> TreeSettings {
        guard let name else {
            guard repositories.count == 1, let only = repositories.first else {
                throw RegistryRefusal.several(repositories.map(\.repository))
            }
            return only
        }
        guard let found = repositories.first(where: { $0.repository == name }) else {
            throw RegistryRefusal(.notFound, "there is no registry \(name)")
        }
        return found
    }

    private func registry(of repository: TreeSettings) async throws -> NpmRegistry {
        let known = open.withLock { $0[repository.repository] }
        if let known, known.checked.elapsed < Self.lifetime { return known.registry }
        let opened = try await host.pool.run { [self] in try reopened(repository, known) }
        open.withLock { $0[repository.repository] = opened }
        return opened.registry
    }

    /// The registry over the storage as it is now: the known one while it is the same folder.
    private func reopened(_ repository: TreeSettings, _ known: Open?) throws -> Open {
        let storage = try NpmTree(repository, in: context)
        if let known, try known.folder.info().isSameFolder(as: storage.root.info()) {
            return Open(registry: known.registry, folder: known.folder, checked: .now)
        }
        let registry = NpmRegistry(
            storage: storage.root,
            folder: { [layout = storage.layout] in try layout.folder(of: $0) },
            names: storage.names,
            pool: host.pool
        )
        return Open(registry: registry, folder: storage.root, checked: .now)
    }
}

extension FileInfo {
    fileprivate func isSameFolder(as other: FileInfo) -> Bool { device == other.device && inode == other.inode }
}

extension Deadline {
    fileprivate var elapsed: Duration { Deadline.now.elapsed(since: self) }
}
