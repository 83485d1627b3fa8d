import API
import Arguments
import HTTPMessages
import JSON
import Jobs
import Time

/// The commands `packferry schedule`.
enum ScheduleCommands {
    static let group = Command<Action>(
        "schedule",
        summary: "Look after what starts jobs by the clock.",
        subcommands: [list, show, add, remove, pause, resume, run]
    )

    private static let id = Argument<String>("id", .identifier(of: .schedules), help: "The schedule.")
    private static let type = Argument<String>("job", .nonEmpty, help: "The type of its jobs, such as collect.")
    private static let cron = Option<String?>(
        "cron",
        .nonEmpty,
        valueName: "fields",
        help: "Minute, hour, day of the month, month and day of the week, such as '0 3 * * sun'; or @daily."
    )
    private static let every = Option<String?>(
        "every",
        .nonEmpty,
        valueName: "time",
        help: "So long after each time, such as 12h."
    )
    private static let zoneName = Option<String?>(
        "time-zone",
        .nonEmpty,
        valueName: "name",
        help: "The zone in which --cron counts, such as Europe/Berlin; else UTC."
    )
    private static let parameters = Option<JSONValue?>(
        "parameters",
        .jsonObject,
        valueName: "json",
        help: "What its jobs are asked, as in a request: '{\"deep\": true}'."
    )
    private static let paused = Flag("paused", help: "Do not start anything yet.")

    private static let listing = ListOptions<Schedule>()

    private static let list = Command<Action>(
        "list",
        summary: "List schedules.",
        options: [listing.sort, listing.reverse],
        arguments: [listing.search],
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        let schedules: [Schedule] = try await backend.api.list { page in
            APIPath.schedules(listing.query(invocation.values, repository: backend.repositoryName, page: page))
        }
        return Answer(list: schedules, columns, empty: "no schedules", row: row)
    }

    private static let show = Command<Action>(
        "show",
        summary: "Show one schedule.",
        arguments: [id],
        changes: .nothing
    ) { invocation in
        let schedule: Schedule = try await invocation.backend().api.get(APIPath.schedule(invocation.values[id]))
        return answer(schedule)
    }

    private static let add = Command<Action>(
        "add",
        summary: "Make a schedule.",
        discussion: "Schedules can stand in the configuration too, where they are under version control.",
        options: [cron, every, zoneName, parameters, paused],
        arguments: [type],
        exclusive: [.exactlyOne(of: cron, every)],
        changes: .something
    ) { invocation in
        let (values, backend) = (invocation.values, try await invocation.backend())
        var request = ScheduleRequest()
        request.type = values[type]
        request.repository = backend.repositoryName
        request.parameters = values[parameters]
        (request.cron, request.every, request.timeZone) = (values[cron], values[every], values[zoneName])
        request.paused = values[paused] ? true : nil
        request.dryRun = values.isDryRun
        return answer(try await backend.writingAPI.post(APIPath.newSchedule, request), isDryRun: values.isDryRun)
    }

    private static let remove = Command<Action>(
        "remove",
        summary: "Remove a schedule.",
        arguments: [id],
        changes: .something
    ) { invocation in
        let id = invocation.values[id]
        return try await invocation.delete { APIPath.schedule(id, DryRunQuery(isDryRun: $0)) }
    }

    private static let pause = Command<Action>(
        "pause",
        summary: "Let a schedule start nothing for now.",
        arguments: [id],
        changes: .something
    ) { try await set($0, paused: true) }

    private static let resume = Command<Action>(
        "resume",
        summary: "Let a schedule start jobs again; what it missed is not made up for.",
        arguments: [id],
        changes: .something
    ) { try await set($0, paused: false) }

    private static let run = Command<Action>(
        "run",
        summary: "Start the job of a schedule now; its times stay as they are.",
        discussion: "Ends as the job does.",
        arguments: [id],
        changes: .something
    ) { invocation in
        guard !invocation.isDryRun else {
            let path = APIPath.run(ofSchedule: invocation.values[id])
            return answer(try await invocation.backend().writingAPI.post(path, ["dry_run": true]), isDryRun: true)
        }
        let ended = try await invocation.backend().run(schedule: invocation.values[id])
        return JobCommands.answer(ended)
    }

    private static func set(_ invocation: Invocation, paused: Bool) async throws -> Answer {
        var request = ScheduleRequest()
        request.paused = paused
        request.dryRun = invocation.isDryRun
        let api = try await invocation.backend().writingAPI
        return answer(
            try await api.put(APIPath.schedule(invocation.values[id]), request),
            isDryRun: invocation.isDryRun
        )
    }

    private static let columns: [Table.Column] = [
        "ID", "JOB", "REPOSITORY", "WHEN", "ZONE", "NEXT (UTC)", "LAST (UTC)", "",
    ]

    private static func row(_ schedule: Schedule) -> [String] {
        [
            schedule.id, schedule.type, schedule.repository, schedule.sentence, zone(schedule) ?? "-",
            schedule.paused ? "paused" : schedule.nextRuns.first.map { Moment.text($0) } ?? "never",
            schedule.lastRunAt.map { Moment.text($0) } ?? "-", schedule.lastJob?.state.rawValue ?? "",
        ]
    }

    /// Where its calendar counts.
    private static func zone(_ schedule: Schedule) -> String? { schedule.cron == nil ? nil : schedule.timeZone }

    private static func answer(_ schedule: Schedule, isDryRun: Bool = false) -> Answer {
        let table = Table(details: [
            ("schedule", schedule.id),
            ("job", schedule.type),
            ("repository", schedule.repository),
            ("when", schedule.sentence),
            ("time zone", zone(schedule)),
            ("parameters", schedule.parameters == [:] ? nil : text(schedule.parameters)),
            ("set by", schedule.configured ? "the configuration" : "command or API"),
            ("paused", schedule.paused ? "yes" : nil),
            ("last run", schedule.lastRunAt.map { Moment.dated($0) }),
            ("its job", schedule.lastJob.map { "\($0.id), \($0.state.rawValue)" }),
            ("skipped", schedule.lastSkip.map { "\(Moment.dated($0.at)): \($0.reason)" }),
        ])
        let runs = schedule.nextRuns.map { Block.line("  \(Moment.dated($0))") }
        let blocks = [.table(table)] + (runs.isEmpty ? [] : [.line("next runs:")] + runs)
        guard isDryRun else { return Answer(schedule, blocks) }
        return Answer(Tried(schedule, isDryRun: true), [.line("nothing was changed; it would be:")] + blocks)
    }

    private static func text(_ value: JSONValue) -> String { String(decoding: value.encoded(), as: UTF8.self) }
}
