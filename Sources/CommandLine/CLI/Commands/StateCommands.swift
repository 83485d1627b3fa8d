import API
import App
import Arguments
import Posix
import Time

/// The commands `packferry state`.
enum StateCommands {
    static let group = Command<Action>(
        "state",
        summary: "Back up what this installation remembers, and bring it back.",
        subcommands: [backup, restore, check]
    )

    private static let copy = Argument<String>("file", .file, help: "The file to write; an older backup is replaced.")
    private static let source = Argument<String>("file", .file, help: "A file that 'packferry state backup' wrote.")

    private static let backup = Command<Action>(
        "backup",
        summary: "Copy the state into one file, also while the server runs.",
        discussion: """
            The file holds the history of jobs, what is known of artifacts and storages, and the index. The logs of jobs lie in the state's folder 'logs'; archives, snapshots and storages are not in it.
            """,
        arguments: [copy],
        changes: .something
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration()
        let file = try ArchivePath(invocation.values[copy]).absolute
        let isDryRun = invocation.isDryRun
        let bytes = try await onThread { try configuration.backUpState(to: file, isDryRun: isDryRun) }
        let report = BackupReport(state: configuration.database.string, file: file.string, bytes: bytes)
        let line = "\(isDryRun ? "would write " : "")\(file): \(Quantity.bytes(bytes))"
        return Answer(Tried(report, isDryRun: isDryRun), [.line(line)])
    }

    private static let restore = Command<Action>(
        "restore",
        summary: "Put a backup in the place of the state, while no server runs.",
        discussion: """
            The backup is checked first, all of it. What was there is kept beside it under another name. Archives that are newer than the backup are found again where they lie.
            """,
        arguments: [source],
        changes: .something
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration()
        let file = try ArchivePath(invocation.values[source]).absolute
        let isDryRun = invocation.isDryRun
        let kept = try await onThread {
            try configuration.restoreState(from: file, at: WallClock.system.now(), isDryRun: isDryRun)
        }
        let report = RestoreReport(state: configuration.database.string, file: file.string, kept: kept?.string)
        let line = sentence(of: report, isDryRun: isDryRun)
        return Answer(Tried(report, isDryRun: isDryRun), [.line(line)])
    }

    private static let check = Command<Action>(
        "check",
        summary: "Read all of the state and look whether it contradicts itself.",
        discussion: """
            Goes through every page and index of the database, and looks whether every row that points at another finds it. Also while the server runs. It ends with 65 where something is wrong.
            """,
        changes: .nothing
    ) { invocation in
        try invocation.requireHere()
        let configuration = try invocation.configuration()
        try await onThread { try configuration.checkState() }
        let report = CheckReport(state: configuration.database.string, sound: true)
        return Answer(report, [.line("\(report.state): sound")])
    }

    private static func sentence(of report: RestoreReport, isDryRun: Bool) -> String {
        let (becomes, stays) = isDryRun ? ("would be", "would be kept") : ("is", "is kept")
        let former = report.kept.map { "what \(isDryRun ? "is" : "was") there \(stays) as \($0)" }
        return
            "\(report.state) \(becomes) \(report.file)\(isDryRun ? "" : " again"); \(former ?? "nothing was there before")"
    }

    private static func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await BlockingPool(threads: 1, name: "state").run { try body() }
    }
}

/// What a backup came to.
private struct BackupReport: Codable, Sendable {
    let state: String
    let file: String
    let bytes: Int64
}

/// What a check found.
private struct CheckReport: Codable, Sendable {
    let state: String
    let sound: Bool
}

/// What a restore came to.
private struct RestoreReport: Codable, Sendable {
    let state: String
    let file: String
    /// Where the former state lies.
    let kept: String?
}
