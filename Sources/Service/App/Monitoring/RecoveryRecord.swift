import API
import Synchronization

/// What became, when the service started, of imports that had been interrupted.
final class RecoveryRecord: Sendable {
    /// What became of one repository's.
    enum Outcome: Sendable {
        /// There was nothing to finish.
        case nothing
        /// It was finished: which one.
        case finished(String)
        /// It could not be looked at, or not be finished.
        case failed(String)
    }

    private let outcomes = Mutex<[String: Outcome]>([:])

    func note(_ repository: String, _ outcome: Outcome) { outcomes.withLock { $0[repository] = outcome } }

    /// How that went, one check for each repository; none before the service started.
    var checks: [Health.Check] {
        outcomes.withLock { $0 }.sorted { $0.key < $1.key }.map { repository, outcome in
            let (status, detail): (Health.Status, String) =
                switch outcome {
                case .nothing: (.pass, "Nothing was left to finish in \(repository).")
                case .finished(let what):
                    (.pass, "\(what) of \(repository) was interrupted, and finished at the start.")
                case .failed(let reason):
                    (
                        .warn,
                        "\(repository) could not be looked at when the service started: \(reason). The next job there "
                            + "finishes what is left."
                    )
                }
            return Health.Check(name: "recovery", status: status, detail: detail).of(.component, repository)
        }
    }
}
