import API
import Arguments
import Jobs
import Time

/// The command `packferry job list`.
enum JobList {
    private static let states = Option<[JobState]>(
        repeated: "state",
        .choice(of: JobState.self),
        help: "Only jobs in this state."
    )
    private static let type = Option<String?>("type", .nonEmpty, help: "Only jobs of this type, such as diff-build.")
    private static let limit = Option<Int>(
        "limit",
        .integer(in: 1...Int.max),
        default: 20,
        short: "n",
        help: "How many to list."
    )

    static let command = Command<Action>(
        "list",
        summary: "List jobs, newest first.",
        options: [states, type, limit]
    ) { invocation in
        let values = invocation.values
        let jobs = try await invocation.backend().jobs(
            states: values[states],
            type: values[type],
            limit: values[limit]
        )
        return Answer(Page(items: jobs, nextCursor: nil), [.table(table(jobs))])
    }

    static func table(_ jobs: [Job]) -> Table {
        let rows = jobs.map { job in
            [
                job.id, job.type, job.repository ?? "-", JobDetails.state(job), Moment.text(job.createdAt),
                job.durationMilliseconds.map { Quantity.seconds($0 / 1000) } ?? "-",
                job.error?.detail ?? JobDetails.progress(job) ?? job.blockedBy.map { "waits for \($0)" } ?? "",
            ]
        }
        return Table(["ID", "TYPE", "REPOSITORY", "STATE", "CREATED (UTC)", .number("TIME"), ""], rows)
    }
}
