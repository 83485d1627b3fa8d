import API
import Posix
import Transfer

/// What is known of the file systems that the service works on: looked at on threads of their own, and remembered.
final class DiskWatch: Sendable {
    private let repositories: [(repository: Repository, look: Look<StorageSight>)]
    private let folders: [(place: String, look: Look<FolderSight?>)]

    /// Watches the storages and the own folders of an application.
    init(_ application: Application) {
        repositories = application.repositories.map { repository in
            let look = Look(on: { repository.lane.probing }) { await StorageSight(repository, application) }
            return (repository, look)
        }
        folders = application.lanes.all.map { lane in
            (lane.name, Look(on: { lane.probing }) { FolderSight(lane.path, keeping: application.space.reserve) })
        }
    }

    /// How each storage is, in the order of the configuration; no look is waited for longer than `patience`.
    func storages(
        noOlderThan age: Duration,
        within patience: Duration
    ) async -> [(repository: Repository, sight: Look<StorageSight>.Sight)] {
        await withTaskGroup { group in
            for (index, (repository, look)) in repositories.enumerated() {
                group.addTask {
                    (index, repository, await look.value(noOlderThan: age, within: patience))
                }
            }
            let all = await group.reduce(into: []) { $0.append($1) }
            return all.sorted { $0.0 < $1.0 }.map { ($0.1, $0.2) }
        }
    }

    /// The room on each file system, each once, as it was seen last; one that never answered has none.
    func spaces(noOlderThan age: Duration, within patience: Duration) async -> [API.DiskSpace] {
        async let own = own(noOlderThan: age, within: patience).map(\.sight)
        let storages = await storages(noOlderThan: age, within: patience).compactMap { $0.sight.last?.folder }
        var seen: Set<UInt64> = []
        return await (own + storages).filter { seen.insert($0.device).inserted }.map(\.space)
    }

    /// The same of each of our own folders, as it was seen last.
    func own(
        noOlderThan age: Duration,
        within patience: Duration
    ) async -> [(place: String, sight: FolderSight)] {
        await withTaskGroup { group in
            for (index, (place, look)) in folders.enumerated() {
                group.addTask {
                    (index, place, await look.value(noOlderThan: age, within: patience).last ?? nil)
                }
            }
            let all = await group.reduce(into: [(Int, String, FolderSight?)]()) { $0.append($1) }
            return all.sorted { $0.0 < $1.0 }.compactMap { _, place, sight in sight.map { (place, $0) } }
        }
    }
}

extension Look.Sight {
    /// What was seen, now or before.
    var last: Value? {
        switch self {
        case .seen(let value, _): value
        case .silent(_, let last): last?.0
        }
    }
}
