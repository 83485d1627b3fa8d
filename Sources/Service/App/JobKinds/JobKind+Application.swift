import Jobs
import Reporting
import Trees

extension Application {
    /// Everything that runs in the background: what every tree has, and what the types of the repositories bring.
    var jobKinds: [JobKind] {
        let own: [JobKind] = [
            .collect(self), .diffBuild(self), .artifactVerify(self), .snapshotCreate(self), .importStage(self),
            .importApply(self),
        ]
        let byType = Dictionary(grouping: repositories.map(\.configuration)) { $0.type }
        return own
            + byType.values.flatMap { $0[0].ecosystem.jobKinds(over: $0.map(\.settings), in: trees) }
            .sorted { $0.name < $1.name }
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
