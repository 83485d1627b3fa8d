import API
import Arguments
import Jobs
import Time
import Transfer

/// The command `packferry status`.
enum StatusCommand {
    private static let watch = Flag("watch", short: "w", help: "Show it again every two seconds.")
    private static let clearScreen = "\u{1B}[H\u{1B}[2J"

    static let command = Command<Action>(
        "status",
        summary: "Say how things are: health, storage, jobs that run.",
        options: [watch],
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        while invocation.values[watch] {
            let answer = try await answer(Status(of: backend))
            if invocation.console.canClear { try invocation.console.write(Array(clearScreen.utf8)) }
            try answer.write(to: invocation.console, asJSON: invocation.values[GlobalOptions.json])
            try await Task.sleep(for: .seconds(2))
        }
        return try await answer(Status(of: backend))
    }

    private static func answer(_ status: Status) -> Answer {
        let exit: ExitCode = status.health.status == .fail ? .failed : .done
        return Answer(status, exit: exit, blocks(status))
    }

    private static func blocks(_ status: Status) -> [Block] {
        let checks = status.health.checks.map { [$0.name, $0.status.rawValue, $0.detail] }
        let repositories = status.storage.repositories.map { repository in
            [
                repository.name, Quantity.count(repository.counts.packages), Quantity.count(repository.counts.versions),
                Quantity.bytes(repository.counts.bytes), Quantity.count(repository.findings),
            ]
        }
        let columns: [Table.Column] = [
            "REPOSITORY", .number("PACKAGES"), .number("VERSIONS"), .number("SIZE"), .number("FINDINGS"),
        ]
        return [
            .line("packferry \(status.health.version): \(status.health.status.rawValue)"),
            .line(""), .table(Table(["CHECK", "", ""], checks)),
            .line(""), .table(Table(columns, repositories)),
            .line(""), .table(details(status)),
        ] + (status.jobs.isEmpty ? [] : [.line(""), .table(JobCommands.table(status.jobs))])
    }

    private static func details(_ status: Status) -> Table {
        let storage = status.storage
        return Table(details: [
            ("site", "\(storage.site.name), \(storage.site.role)"),
            ("artifacts", Quantity.count(storage.artifacts.count, weighing: storage.artifacts.bytes)),
            ("snapshots", Quantity.count(storage.snapshots.count, weighing: storage.snapshots.bytes)),
            ("collected", Moment.dated(storage.collected)),
            ("jobs", status.jobs.isEmpty ? "none run or wait" : nil),
        ])
    }
}

/// Everything that status shows.
private struct Status: Encodable, Sendable {
    let health: Health
    let storage: StorageTotals
    let jobs: [Job]

    init(of backend: any Backend) async throws {
        health = try await backend.api.health(APIPath.health)
        storage = try await Self.storage(of: backend)
        jobs = try await backend.jobs(states: [.running, .blocked, .queued], type: nil, limit: 50)
    }

    /// The totals, of the repository that was named alone if one was.
    private static func storage(of backend: any Backend) async throws -> StorageTotals {
        var storage: StorageTotals = try await backend.api.get(APIPath.storage)
        guard let name = backend.repositoryName else { return storage }
        let names = storage.repositories.map(\.name)
        guard names.contains(name) else { throw CommandError.unknownRepository(name, known: names) }
        storage.repositories.removeAll { $0.name != name }
        return storage
    }
}
