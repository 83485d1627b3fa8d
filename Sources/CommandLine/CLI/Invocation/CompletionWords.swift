import API
import App
import Arguments
import Posix

/// What a shell offers while an id or a name is typed: asked for by the completion scripts.
enum CompletionWords: String {
    case artifacts, snapshots, jobs, imports, sites, schedules, repositories

    /// Whoever has more than these types a few letters more.
    private static let most = 500
    /// A shell that waits is worse than one that offers nothing.
    private static let patience = Duration.seconds(2)

    /// The words, newest first.
    ///
    /// Only what stands on one line of a terminal as it is: names come from elsewhere. Ends the process when somebody keeps
    /// it waiting.
    func words(for invocation: Invocation) async throws -> [String] {
        let watch = Task {
            try await Task.sleep(for: Self.patience)
            CurrentProcess.exit(ExitCode.unreachable.rawValue)
        }
        defer { watch.cancel() }
        return try await words(invocation).filter { word in
            !word.isEmpty && !word.unicodeScalars.contains { Self.harmful.contains($0.properties.generalCategory) }
        }
    }

    private static let harmful: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]

    private func words(_ invocation: Invocation) async throws -> [String] {
        guard self != .repositories else {
            return try invocation.configuration().values.repositories.map(\.name.string)
        }
        let backend = try await invocation.backend()
        switch self {
        case .artifacts: return try await backend.words(\Artifact.id) { APIPath.artifacts($0) }
        case .snapshots:
            let snapshots: [SnapshotSummary] = try await backend.items { APIPath.snapshots($0) }
            return snapshots.flatMap(\.names) + snapshots.map(\.id)
        case .imports: return try await backend.words(\Import.id) { APIPath.imports($0) }
        case .sites: return try await backend.words(\Site.name) { APIPath.sites($0) }
        case .schedules: return try await backend.words(\Schedule.id) { APIPath.schedules($0) }
        case .jobs:
            let jobs: [Job] = try await backend.api.list(limit: Self.most) {
                APIPath.jobs(JobQuery(repository: backend.repositoryName, page: $0))
            }
            return jobs.map(\.id)
        case .repositories: return []
        }
    }

    fileprivate static var limit: Int { most }
}

extension ValueType where Value == String {
    /// The id or the name of one thing, of which a shell offers those that there are.
    static func identifier(of kind: CompletionWords) -> ValueType { identifier.asked(kind.rawValue) }

    /// The same type, for which a shell offers what there is.
    func asked(_ kind: CompletionWords) -> ValueType { asked(kind.rawValue) }
}

extension Backend {
    fileprivate func items<Item: ListedItem & Codable & Sendable>(
        _ path: (ListQuery<Item>) -> String
    ) async throws -> [Item] {
        try await api.list(limit: CompletionWords.limit) { page in
            path(ListQuery(repository: Item.spansRepositories ? repositoryName : nil, page: page))
        }
    }

    fileprivate func words<Item: ListedItem & Codable & Sendable>(
        _ word: KeyPath<Item, String>,
        _ path: (ListQuery<Item>) -> String
    ) async throws -> [String] {
        try await items(path).map { $0[keyPath: word] }
    }
}
