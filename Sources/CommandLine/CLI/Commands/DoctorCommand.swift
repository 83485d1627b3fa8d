import API
import App
import Arguments
import Posix

/// The command `packferry doctor`.
enum DoctorCommand {
    private static let moved = Flag("moved", help: "The storage was moved here: keep its identity.")
    private static let copied = Flag("copied", help: "The storage is a copy: give it an identity of its own.")
    private static let restored = Flag("restored", help: "The storage is from a backup: delete nothing elsewhere.")

    static let command = Command<Action>(
        "doctor",
        summary: "Look for what stands in the way, and say what to do about it.",
        options: [moved, copied, restored],
        exclusive: [.atMostOne(of: moved, copied, restored)],
        changes: .something
    ) { invocation in
        try invocation.requireHere()
        if invocation.values[moved] { return try await declare(.moved, invocation) }
        if invocation.values[copied] { return try await declare(.copied, invocation) }
        if invocation.values[restored] { return try await declare(.restored, invocation) }
        let configuration = try invocation.configuration()
        let health = await Diagnosis(configuration, logger: invocation.logger).health()
        let exit: ExitCode = health.status == .fail ? .failed : .done
        return Answer(health, exit: exit, blocks(health, of: configuration))
    }

    private static func declare(_ change: StorageIdentityChange, _ invocation: Invocation) async throws -> Answer {
        let (application, repository) = try await invocation.localBackend().workplace()
        let (path, isDryRun) = (repository.configuration.storage.string, invocation.isDryRun)
        try await application.note(change, of: repository, isDryRun: isDryRun)
        let answer = Tried(["repository": repository.name, "storage": path], isDryRun: isDryRun)
        return Answer(answer, [.line("\(path): \(sentence(change, isDryRun: isDryRun))")])
    }

    private static func sentence(_ change: StorageIdentityChange, isDryRun: Bool) -> String {
        let (keeps, has) = isDryRun ? ("would keep", "would get") : ("keeps", "has")
        return switch change {
        case .moved: "\(keeps) its identity at its new place"
        case .copied: "\(has) an identity of its own"
        case .restored: "\(keeps) its identity; run a full refresh, until then no site is told to delete anything"
        }
    }

    private static func blocks(_ health: Health, of configuration: EffectiveConfiguration) -> [Block] {
        let rows = health.checks.map { [$0.status.rawValue, $0.name, $0.detail] }
        let verdict: String =
            switch health.status {
            case .pass: "everything is fine"
            case .warn: "it works, and something should be looked at"
            case .fail: "something stands in the way"
            }
        return [
            .line("\(configuration.file)"), .line(""), .table(Table(["", "CHECK", ""], rows)), .line(""),
            .line(verdict),
        ]
    }
}
