import Jobs
import Reporting
import Trees

extension Application {
    /// Everything that runs in the background.
    var jobKinds: [JobKind] {
        [
            .collect(self), .diffBuild(self), .artifactVerify(self), .snapshotCreate(self), .importStage(self),
            .importApply(self),
        ]
    }
}

extension Application {
    /// What the capture of a repository's tree does between reading it and packing it.
    func captureSteps(of repository: String) -> [Step] {
        (try? self.repository(repository))?.ecosystem.captureSteps ?? []
    }
}

extension ResourceClaim {
    /// The tree of a repository, for one job alone.
    static func tree(_ repository: String) -> ResourceClaim { ResourceClaim("\(repository):tree", .exclusive) }

    /// The artifacts of a repository, which several may read.
    static func artifacts(_ repository: String) -> ResourceClaim { ResourceClaim("\(repository):artifacts", .shared) }
}

extension JobContext {
    /// Who this is, in lock files and in what it leaves on disk.
    var run: String { "job \(id)" }
}
