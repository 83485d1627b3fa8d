import API
import Crypto
import Jobs
import Persistence
import Posix
import SQLite
import Transfer
import Trees

/// What `/health` and `/readyz` look at.
struct HealthChecks: Sendable {
    private let application: Application
    private let jobs: JobQueue
    private let disk: BlockingPool

    init(_ application: Application, jobs: JobQueue, disk: BlockingPool) {
        self.application = application
        self.jobs = jobs
        self.disk = disk
    }

    /// Everything.
    func health() async -> Health {
        var checks = [await database(), await queue()]
        for repository in application.repositories { checks.append(await storage(repository)) }
        checks.append(await disks())
        checks += await key()
        checks += Health.Check.exposures(of: application.configuration.values)
        return Health(version: Version.current, checks: checks)
    }

    /// What must work before anything can be asked for.
    func readiness() async -> Health {
        var checks = [await database()]
        for repository in application.repositories { checks.append(await storage(repository)) }
        return Health(version: Version.current, checks: checks)
    }

    private func database() async -> Health.Check {
        await check("database") {
            _ = try await application.database.read { try $0.fetchOne("SELECT 1") { $0.integer(0) } }
            return (.pass, "It answers.")
        }
    }

    private func queue() async -> Health.Check {
        await check("queue") {
            let counts = try await jobs.counts()
            let waiting = counts[.queued, default: 0] + counts[.blocked, default: 0]
            return (.pass, "\(counts[.running, default: 0]) jobs run and \(waiting) wait.")
        }
    }

    private func storage(_ repository: Repository) async -> Health.Check {
        await check("storage:\(repository.name)") {
            try await disk.run { [application] in try await application.requireSame(repository.open()) }
            let known = try await repository.catalog.anyName()
            guard try await disk.run({ try repository.holds(known) }) else {
                return (.fail, "\(repository.configuration.storage) does not hold \(known ?? ""): is it mounted?")
            }
            return (.pass, "\(repository.configuration.storage) can be read.")
        }
    }

    private func disks() async -> Health.Check {
        await check("disk") {
            let disks = try await disk.run { [application] in try API.DiskSpace.all(of: application) }
            let ranked = disks.map { ($0.status, -$0.freeBytes, $0) }.max { ($0.0, $0.1) < ($1.0, $1.1) }
            guard let (status, _, worst) = ranked else { return (.pass, "There is none.") }
            return (status, "\(worst.freeBytes >> 20) MiB are free at \(worst.path).")
        }
    }

    /// Whether the key that signs can; nothing where there is none.
    private func key() async -> [Health.Check] {
        do {
            guard let keys = try await disk.run({ [application] in try application.signing() }) else { return [] }
            return [Health.Check(name: "key", status: .pass, detail: "\(keys.own.key.fingerprint) signs archives.")]
        } catch {
            return [Health.Check(name: "key", failing: error)]
        }
    }

    private func check(
        _ name: String,
        _ look: () async throws -> (Health.Status, String)
    ) async -> Health.Check {
        do {
            let (status, detail) = try await look()
            return Health.Check(name: name, status: status, detail: detail)
        } catch {
            return Health.Check(name: name, failing: error)
        }
    }
}

extension Health.Check {
    /// What of the configuration lets others in, under a name that the page knows.
    static func exposures(of configuration: Configuration) -> [Health.Check] {
        configuration.warnings.map { Health.Check(name: "network", status: .warn, detail: $0) }
    }
}

extension API.DiskSpace {
    /// A disk passes with a twentieth of it free, or 1 GiB, but never with less than 256 MiB.
    ///
    /// It fails below a fifth of that, and where no upload would be taken any more.
    var status: Health.Status {
        let wanted = max(256 << 20, min(1 << 30, totalBytes / 20))
        if freeBytes < max(Upload.reserve, wanted / 5) { return .fail }
        return freeBytes < wanted ? .warn : .pass
    }
}

extension Repository {
    /// Whether the storage can be opened and a package that was there still is: an empty mount point looks like one.
    fileprivate func holds(_ package: String?) throws -> Bool {
        let tree = try open().tree
        return try package.map(tree.holds) ?? true
    }
}

extension Catalog {
    /// A package that was there when the tree was read last.
    fileprivate func anyName() async throws -> String? {
        try await packages(CatalogFilter(), order: .name, isReversed: false, limit: 1, offset: 0).first?.name
    }
}
