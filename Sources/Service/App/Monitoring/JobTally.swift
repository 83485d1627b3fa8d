import Jobs
import Metrics
import Time

/// What is counted of the jobs that this process ran to their end.
final class JobTally: Sendable {
    private struct Key: Hashable {
        let type: String
        let repository: String
        let outcome: JobState
    }

    /// From a look at an unchanged storage to a first build of everything.
    private static let bounds: [Double] = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 12 * 3600]

    private let ended = CounterFamily<Key>(
        MetricName("packferry_jobs_finished_total", "Jobs that ended since the service started, by how they ended.")
    ) { [("type", $0.type), ("repository", $0.repository), ("outcome", $0.outcome.rawValue)] }

    private let durations = HistogramFamily<String>(
        MetricName("packferry_job_duration_seconds", "How long the last attempts of jobs took that ended."),
        bounds: bounds
    ) { [("type", $0)] }

    /// Counts a job that ended.
    @Sendable func note(_ job: Jobs.Job) {
        ended.add(to: Key(type: job.type, repository: job.repository, outcome: job.state))
        guard let started = job.startedAt, let finished = job.finishedAt else { return }
        durations.observe((finished - started) / .seconds(1), in: job.type)
    }

    func write(to exposition: inout Exposition) {
        ended.write(to: &exposition)
        durations.write(to: &exposition)
    }
}
