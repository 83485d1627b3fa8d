import API
import Posix
import Time
import Transfer
import Trees

extension Application {
    /// What was sampled so far.
    var samples: SampleTable { SampleTable(database: database) }

    /// Notes how much every repository that was read holds now, and how full the disks are.
    func noteStorage() async throws {
        let now = clock.now()
        var held: [(name: String, sample: StorageHistory.RepositorySample)] = []
        for repository in repositories {
            guard try await repository.catalog.collectedAt() != nil else { continue }
            held.append((repository.name, try await repository.sample(at: now)))
        }
        let disks = try await pages.run { try API.DiskSpace.all(of: self) }.map { disk in
            (
                path: disk.path,
                sample: StorageHistory.DiskSample(at: now, totalBytes: disk.totalBytes, freeBytes: disk.freeBytes)
            )
        }
        try await samples.note(held, disks, at: now)
    }
}

extension Application {
    /// As far back as what a filesystem will be full by is told from.
    private static let forecastSpan = Duration.seconds(30 * 86_400)

    /// The filesystems that anything of ours lies on, with when each will be full.
    func disks(on pool: BlockingPool) async throws -> [API.DiskSpace] {
        let disks = try await pool.run { try API.DiskSpace.all(of: self) }
        let history = try await samples.history(since: clock.now() - Self.forecastSpan, repository: nil).disks
        return disks.map { disk in
            var disk = disk
            let known = history.first { $0.path == disk.path }?.samples ?? []
            disk.fullInDays = DiskForecast.days(known, keeping: disk.reserveBytes)
            return disk
        }
    }
}

extension Repository {
    fileprivate func sample(at now: Moment) async throws -> StorageHistory.RepositorySample {
        let scopes = try await catalog.scopes()
        return StorageHistory.RepositorySample(
            at: now,
            files: scopes.reduce(0) { $0 + $1.files },
            bytes: scopes.reduce(0) { $0 + $1.bytes },
            packages: scopes.reduce(0) { $0 + $1.packages },
            versions: scopes.reduce(0) { $0 + $1.versions },
            findings: try await findings.unsettledCount()
        )
    }
}
