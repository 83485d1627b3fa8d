import API
import App
import Arguments
import Posix

/// The command `packferry doctor`.
enum DoctorCommand {
    private static let moved = Flag("moved", help: "The storage was moved here: keep its identity.")
    private static let copied = Flag("copied", help: "The storage is a copy: give it an identity of its own.")

    static let command = Command<Action>(
        "doctor",
        summary: "Look for what stands in the way, and say what to do about it.",
        options: [moved, copied],
        exclusive: [.atMostOne(of: moved, copied)]
    ) { invocation in
        try invocation.requireHere()
        if invocation.values[moved] { return try await declare(.moved, invocation) }
        if invocation.values[copied] { return try await declare(.copied, invocation) }
        let configuration = try invocation.configuration()
        let health = await Diagnosis(configuration, logger: invocation.logger).health()
        let exit: ExitCode = health.status == .fail ? .failed : .done
        return Answer(health, exit: exit, blocks(health, of: configuration))
    }

    private static func declare(_ change: StorageIdentityChange, _ invocation: Invocation) async throws -> Answer {
        let backend = try await invocation.localBackend()
        let repository = try backend.repository()
        let path = repository.configuration.storage.string
        try await backend.application.note(change, of: repository)
        let identity = change == .moved ? "keeps its identity at its new place" : "has an identity of its own"
        return Answer(["repository": repository.name, "storage": path], [.line("\(path): \(identity)")])
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
<<<<<<< HEAD

    private static func server(_ configuration: EffectiveConfiguration) -> Health.Check {
        do {
            let record = try configuration.runningServer()
            let detail = record.map { "One runs at \($0.url), process \($0.process)." } ?? "None runs on this state."
            return Health.Check(name: "server", status: .pass, detail: detail)
        } catch {
            return Health.Check(name: "server", status: .fail, detail: "\(error)")
        }
    }
}

extension BlockingPool {
    /// Looks at the parts of a storage that only Packferry uses.
    fileprivate func examine(_ repository: Repository, for role: SiteRole) async -> [Health.Check] {
        let name = "repository:\(repository.name)"
        do {
            return try await run {
                let opened = try repository.open()
                let moves = [Health.Check(name: name, movesIn: opened.root, for: role)].compactMap(\.self)
                guard let folder = try opened.existingFolder() else {
                    let fresh = Health.Check(
                        name: name,
                        status: .pass,
                        detail: "Nothing was carried from or to it yet."
                    )
                    return moves + [fresh]
                }
                return moves + [
                    Health.Check(name: name, identityOf: folder), try Health.Check(name: name, journalOf: folder),
                ]
            }
        } catch {
            return [Health.Check(name: name, status: .fail, detail: "\(error)")]
        }
    }
}

extension Health.Check {
    /// Whether archives can be applied to the tree at all; nothing where they can.
    ///
    /// A site that may only send needs no more than to know.
    fileprivate init?(name: String, movesIn root: Directory, for role: SiteRole) {
        guard let obstacle = MoveProbe.obstacle(in: root) else { return nil }
        self.init(name: name, status: role == .offline ? .fail : .warn, detail: "\(obstacle)")
    }

    fileprivate init(name: String, identityOf folder: RepositoryFolder) {
        do {
            try folder.requireHome()
            self.init(name: name, status: .pass, detail: "It can be written to, and lies where it always did.")
        } catch {
            self.init(name: name, status: .fail, detail: "\(error)")
        }
    }

    fileprivate init(name: String, journalOf folder: RepositoryFolder) throws {
        guard try folder.hasUnfinishedImport else {
            self.init(name: name, status: .pass, detail: "No import was interrupted.")
            return
        }
        let detail = "An import was interrupted, or runs now; the next command on this repository finishes it."
        self.init(name: name, status: .warn, detail: detail)
    }
=======
>>>>>>> refs/heads/state
}
