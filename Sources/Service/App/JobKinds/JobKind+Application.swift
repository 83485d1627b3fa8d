import Jobs
import Reporting
import Trees

extension Application {
    /// Everything that runs in the background: what every tree has, and what the types of the repositories bring.
    var jobKinds: [JobKind] {
        let own: [JobKind] = [
            .collect(self), .brokenScan(self), .findingRepair(self), .diffBuild(self), .artifactVerify(self),
            .artifactExport(self), .snapshotCreate(self), .importStage(self), .importApply(self),
            .importRollback(self), .prune(self), .sync(self), .fullRefresh(self), .deltaRefresh(self),
            .packageRefresh(self), .storeVerify(self), .storeGC(self),
        ]
        let byType = Dictionary(grouping: repositories.map(\.configuration)) { $0.type }
        let brought = byType.values.flatMap {
            $0[0].ecosystem.jobKinds(over: $0.map(\.settings), in: trees, locking: TreeLocks(self))
        }
        return (own + brought.sorted { $0.name < $1.name }).map { kind in
            kind.permitted { try self.require(kind.side) }
        }
    }
}

/// The trees of an application, for kinds that their types bring.
private struct TreeLocks: TreeLock {
    private let application: Application

    init(_ application: Application) { self.application = application }

    func locked<T: Sendable>(
        for job: JobContext,
        _ body: @escaping @Sendable (any Tree) async throws -> T
    ) async throws -> T {
        let repository = try application.repository(job.repository)
        return try await application.locked(repository, for: job.run, reporter: job.reporter) { locked in
            try await body(locked.repository.tree)
        }
    }
}

extension Application {
    /// What the capture of a repository's tree does between reading it and packing it.
    func captureSteps(of repository: String) -> [Step] {
        (try? self.repository(repository))?.ecosystem.captureSteps ?? []
    }
}

extension ResourceClaim {
    /// The artifacts of a repository, which several may read.
    static func artifacts(_ repository: String) -> ResourceClaim { ResourceClaim("\(repository):artifacts", .shared) }
}

extension JobContext {
    /// Who this is, in lock files and in what it leaves on disk.
    var run: String { "job \(id)" }
}
