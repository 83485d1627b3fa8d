import API
import Arguments
import JSON
import Jobs
import Time

/// The commands `packferry job`.
enum JobCommands {
    static let group = Command<Action>(
        "job",
        summary: "Look after jobs, those that commands ran too.",
        subcommands: [list, show, JobLogs.command, wait, cancel, retry]
    )

    static let id = Argument<String>("id", .identifier(of: .jobs), help: "The job.")
    private static let states = Option<[JobState]>(
        repeated: "state",
        .choice(of: JobState.self),
        help: "Only jobs in this state."
    )
    private static let type = Option<String?>("type", .nonEmpty, help: "Only jobs of this type, such as diff-build.")
    private static let initiator = Option<String?>(
        "initiator",
        .nonEmpty,
        help: "Only jobs that this one wanted, such as cli:alice, or one of this kind, such as schedule."
    )
    private static let parent = Option<String?>(
        "parent",
        .identifier(of: .jobs),
        help: "Only jobs that are retries of this one, or follow it."
    )
    private static let search = Argument<String?>(
        optional: "text",
        .nonEmpty,
        help: "Only jobs that hold this in id, type, repository, initiator, parameters or error."
    )
    private static let limit = Option<Int>(
        "limit",
        .integer(in: 1...Int.max),
        default: 20,
        short: "n",
        help: "How many to list."
    )

    private static let list = Command<Action>(
        "list",
        summary: "List jobs, newest first.",
        options: [states, type, initiator, parent, ListFlags.reverse, limit],
        arguments: [search],
        changes: .nothing
    ) { invocation in
        let values = invocation.values
        let backend = try await invocation.backend()
        let jobs: [Job] = try await backend.api.list(limit: values[limit]) { page in
            APIPath.jobs(
                JobQuery(
                    states: values[states],
                    type: values[type],
                    repository: backend.repositoryName,
                    initiator: values[initiator],
                    parent: values[parent],
                    search: values[search],
                    isReversed: values[ListFlags.reverse],
                    page: page
                )
            )
        }
        return Answer(list: jobs, columns, row: row)
    }

    private static let show = Command<Action>("show", summary: "Show one job.", arguments: [id], changes: .nothing) {
        invocation in
        let job: Job = try await invocation.backend().api.get(APIPath.job(invocation.values[id]))
        return Answer(job, details(job))
    }

    private static let wait = Command<Action>(
        "wait",
        summary: "Wait until a job has ended.",
        discussion:
            "Ends as the job did: 0 when it succeeded, 3 when it was done in part, otherwise by what it failed of.",
        arguments: [id],
        changes: .nothing
    ) { invocation in
        let api = try await invocation.backend().api
        let job: Job = try await api.get(APIPath.job(invocation.values[id]))
        let ended = try await invocation.progress.watching { reporter in
            try await JobFollower(api: api, reporter: reporter).end(of: job)
        }
        return answer(ended)
    }

    private static let cancel = Command<Action>(
        "cancel",
        summary: "Ask a job to end.",
        arguments: [id],
        changes: .something
    ) { invocation in
        let id = invocation.values[id]
        return try await ask(invocation, "cancel", id, APIPath.cancellation(ofJob: id))
    }

    private static let retry = Command<Action>(
        "retry",
        summary: "Start a job that did not succeed once more.",
        arguments: [id],
        changes: .something
    ) { invocation in
        let id = invocation.values[id]
        return try await ask(invocation, "retry", id, APIPath.retry(ofJob: id))
    }

    /// Asks for it; what may be asked of a job is what it links to.
    private static func ask(_ invocation: Invocation, _ verb: String, _ id: String, _ path: String) async throws
        -> Answer
    {
        let api = try await invocation.backend().api
        guard invocation.isDryRun else {
            let job: Job = try await api.post(path)
            return Answer(Tried(job, isDryRun: false), [.line("job \(job.id) is \(state(job))")])
        }
        let job: Job = try await api.get(APIPath.job(id))
        guard job.links[verb] != nil else {
            throw Problem(.wrongState, detail: "Job \(id) is \(job.state.rawValue), and cannot be asked to \(verb).")
        }
        return Answer(Tried(job, isDryRun: true), [.line("would \(verb) job \(id), which is \(state(job))")])
    }

    /// Says what a job that has ended came to, and ends as it did.
    static func answer(_ ended: Job) -> Answer { Answer(ended, exit: exit(ended), details(ended)) }

    private static func exit(_ job: Job) -> ExitCode {
        switch job.state {
        case .succeeded: .done
        case .partial: .partial
        case .failed: job.error.map { ExitCode($0) } ?? .failed
        case .queued, .blocked, .running, .cancelled, .interrupted: .failed
        }
    }

    static func table(_ jobs: [Job]) -> Table { Table(columns, jobs.map(row)) }

    private static let columns: [Table.Column] = [
        "ID", "TYPE", "REPOSITORY", "STATE", "CREATED (UTC)", .number("TIME"), "",
    ]

    private static func row(_ job: Job) -> [String] {
        [
            job.id, title(job), job.repository ?? "-", state(job), Moment.text(job.createdAt),
            job.durationMilliseconds.map { Quantity.seconds($0 / 1000) } ?? "-",
            job.error.map { firstSentence(of: $0.detail) } ?? progress(job) ?? job.blockedBy.map { "waits for \($0)" }
                ?? "",
        ]
    }

    /// What it is; one that changed nothing on purpose says so.
    private static func title(_ job: Job) -> String {
        job.parameters["dry_run"]?.boolValue == true ? "\(job.type) (dry run)" : job.type
    }

    private static func details(_ job: Job) -> [Block] {
        let table = Table(details: [
            ("job", job.id),
            ("type", title(job)),
            ("repository", job.repository),
            ("state", state(job)),
            ("blocked by", job.blockedBy),
            ("initiator", job.initiator),
            ("created", Moment.dated(job.createdAt)),
            ("started", job.startedAt.map { Moment.dated($0) }),
            ("finished", job.finishedAt.map { Moment.dated($0) }),
            ("duration", job.durationMilliseconds.map { Quantity.seconds($0 / 1000) }),
            ("attempt", job.attempt > 1 ? "\(job.attempt)" : nil),
            ("parent", job.parentID),
            ("progress", progress(job)),
            ("error", job.error.map(\.description)),
        ])
        return [.table(table)] + result(of: job)
    }

    /// What a job brought, a member in a row; lists and excerpts are counted, `--json` has them.
    private static func result(of job: Job) -> [Block] {
        guard case .object(let members) = job.result, !members.isEmpty else { return [] }
        let rows = members.compactMap { name, value in text(value).map { (name: name, value: Optional($0)) } }
        return rows.isEmpty ? [] : [.line(""), .line("result:"), .table(Table(details: rows))]
    }

    private static let shownError = 100

    private static func firstSentence(of text: String) -> String {
        let line = text.prefix { $0 != "\n" }
        let sentence = line.firstRange(of: ". ").map { line[..<$0.lowerBound] + "." } ?? line
        return sentence.count <= shownError ? String(sentence) : sentence.prefix(shownError - 1) + "…"
    }

    /// The state, and whether somebody wants it to end.
    private static func state(_ job: Job) -> String {
        job.state == .running && job.cancelRequestedAt != nil ? "cancelling" : job.state.rawValue
    }

    /// The step that runs and how much of it is done.
    private static func progress(_ job: Job) -> String? {
        guard job.state == .running, let step = job.progress.steps.last(where: { $0.state == .running }) else {
            return nil
        }
        let progress = StepProgress(name: step.name, done: step.done, total: step.total, unit: step.unit)
        return ProgressLine(step: progress, rate: nil).text(columns: 120)
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .string(let text): text
        case .array(let items): Quantity.count(items.count)
        case .object: value["items"] == nil ? nil : value["count"]?.integerValue.map { Quantity.count($0) }
        default: String(decoding: value.encoded(), as: UTF8.self)
        }
    }
}
