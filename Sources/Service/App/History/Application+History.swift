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
        let disks = await spaces().map { disk in
            (
                path: disk.path,
                sample: StorageHistory.DiskSample(at: now, totalBytes: disk.totalBytes, freeBytes: disk.freeBytes)
            )
        }
        try await samples.note(held, disks, at: now)
    }
}

extension Application {
    /// The room on each file system that these lie on, each once, as it was seen within the last seconds; a disk that does
    /// not answer holds up nobody.
    func spaces() async -> [API.DiskSpace] {
        await disks.spaces(noOlderThan: .seconds(1), within: .milliseconds(500))
    }

    /// As far back as what a filesystem will be full by is told from.
    private static let forecastSpan = Duration.seconds(30 * 86_400)

    /// The same, with when each will be full.
    func expectedSpaces() async throws -> [API.DiskSpace] {
        let history = try await samples.history(since: clock.now() - Self.forecastSpan, repository: nil).disks
        return await spaces().map { disk in
            var disk = disk
            let known = history.first { $0.path == disk.path }?.samples ?? []
            disk.fullInDays = DiskForecast.days(known, keeping: disk.reserveBytes)
            return disk
        }
    }
}

extension Repository {
    fileprivate func sample(at now: Moment) async throws -> StorageHistory.RepositorySample {
        let total = try await catalog.scopes().total
        return StorageHistory.RepositorySample(
            at: now,
            files: total.files,
            bytes: total.bytes,
            packages: total.packages,
            versions: total.versions,
            findings: try await findings.unsettledCount()
        )
    }
}
