import FoundationEssentials
import HTTPMessages
import HTTPServer
import Npm
import Posix
import Synchronization

/// The npm registries over the storages: `/registries/{repository}/` each, and `/npm/` the only one.
final class Registries: Sendable {
    private struct Open: Sendable {
        let registry: NpmRegistry
        let folder: Directory
        let checked: Deadline
    }

    /// How long a storage is taken to be the same folder, so that one mounted later is found.
    private static let lifetime = Duration.seconds(5)

    private let application: Application
    private let pool: BlockingPool
    private let address: SocketAddress
    private let open = Mutex<[String: Open]>([:])

    /// Reads and renders on `pool`; `address` stands in for a Host that a client did not send.
    init(_ application: Application, pool: BlockingPool, address: SocketAddress) {
        self.application = application
        self.pool = pool
        self.address = address
    }

    /// Adds the paths of all registries.
    func add(to router: inout Router) {
        router.on(.GET, "/npm/{path...}") { [self] in await answer($0, named: nil) }
        router.on(.GET, "/registries/{repository}/{path...}") { [self] request in
            await answer(request, named: request.parameters["repository"])
        }
    }

    /// Tells npm in its own form, which it prints, that nothing can be published here.
    static func explaining(_ router: @escaping Responder) -> Responder {
        { request in
            do {
                return try await router(request)
            } catch let error as HTTPServerError where error.code == .methodNotAllowed {
                guard let path = path(of: request) else { throw error }
                return .npm(
                    RegistryAnswers.route(path) == nil
                        ? RegistryRefusal.nothing(request) : RegistryRefusal.readOnly(request, error.fields)
                )
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
            let prefix = name == nil ? "/npm" : "/registries/\(repository.name)"
            let base = "http://\(request.authority?.description ?? address.description)\(prefix)"
            return try await RegistryAnswers(registry, base: base).answer(
                request,
                path: request.target.segments.dropFirst(name == nil ? 1 : 2)
            )
        } catch {
            return .npm(error)
        }
    }

    private func repository(_ name: String?) throws -> Repository {
        let all = application.repositories.filter { $0.configuration.type == .npm }
        guard let name else {
            guard all.count == 1, let only = all.first else { throw RegistryRefusal.several(all.map(\.name)) }
            return only
        }
        guard let found = all.first(where: { $0.name == name }) else {
            throw RegistryRefusal(.notFound, "there is no registry \(name)")
        }
        return found
    }

    private func registry(of repository: Repository) async throws -> NpmRegistry {
        let known = open.withLock { $0[repository.name] }
        if let known, known.checked.elapsed < Self.lifetime { return known.registry }
        let opened = try await pool.run { [self] in try reopened(repository, known) }
        open.withLock { $0[repository.name] = opened }
        return opened.registry
    }

    /// The registry over the storage as it is now: the known one while it is the same folder.
    private func reopened(_ repository: Repository, _ known: Open?) throws -> Open {
        let storage = try repository.open()
        if let known, try known.folder.info().isSameFolder(as: storage.root.info()) {
            return Open(registry: known.registry, folder: known.folder, checked: .now)
        }
        let catalog = application.catalog(repository)
        let registry = NpmRegistry(
            storage: storage.root,
            folder: { [layout = storage.layout] in try layout.folder(of: $0) },
            names: { try await catalog.names() },
            pool: pool
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
