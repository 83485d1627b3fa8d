package import API
package import Logging
import Persistence
import Posix
import Time
import Transfer
import Trees

/// What stands in the way of anything: a look at everything that the configuration names.
///
/// What cannot be used is one of the findings, and the rest is looked at all the same.
package struct Diagnosis: Sendable {
    private let configuration: EffectiveConfiguration
    private let logger: Logger

    package init(_ configuration: EffectiveConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Nobody else waits for what is looked at here.
    private static let patience = Duration.seconds(10)

    /// Looks.
    package func health() async -> Health {
        let exposures = Health.Check.exposures(of: configuration.values)
        // Said once, also where nothing else can be told.
        let others = await findings().filter { !exposures.contains($0) }
        return Health(version: Version.current, checks: exposures + others + [server()])
    }

    private func findings() async -> [Health.Check] {
        do {
            try configuration.checkPlaces()
            let application = try await Application(configuration, logger: logger, access: .looking)
            let checks = await checks(of: application)
            try await application.database.close()
            return checks
        } catch {
            return await [Health.Check(name: "state", failing: error)] + storagesAlone()
        }
    }

    private func checks(of application: Application) async -> [Health.Check] {
        var checks = await health(of: application)
        if let absence = await absence(of: application) {
            // What looks as if it answered lies in memory alone.
            checks.removeAll { $0.name == absence.name }
            checks.append(absence)
        } else {
            checks.append(await check("database") { try await soundness(of: application.database) })
        }
        checks.append(await check("artifacts") { try await archives(of: application) })
        for repository in application.repositories { checks += await examine(repository, application) }
        return checks
    }

    private func health(of application: Application) async -> [Health.Check] {
        do {
            let jobs = try Service.queue(application, kinds: application.jobKinds)
            return await HealthChecks(application, jobs: jobs, patience: Self.patience).health().checks
        } catch {
            return [Health.Check(name: "queue", failing: error)]
        }
    }

    /// What a look comes to that may fail by itself: all others are made all the same.
    private func check(_ name: String, _ look: () async throws -> Health.Check) async -> Health.Check {
        do {
            return try await look()
        } catch {
            return Health.Check(name: name, failing: error)
        }
    }

    /// That there is no database, or an empty file in its place; worse where there must have been one.
    private func absence(of application: Application) async -> Health.Check? {
        let path = configuration.database
        let info = try? Directory(opening: path.parent).info(RelativePath(path.lastComponent))
        guard (info ?? nil)?.size ?? 0 == 0 else { return nil }
        let was = application.repositories.filter { ((try? $0.open().existingFolder()) ?? nil) != nil }.map(\.name)
        guard !was.isEmpty else {
            let detail = "There is none yet at \(path): the first command that works makes it."
            return Health.Check(name: "database", status: .pass, detail: detail)
        }
        let detail =
            "There is none at \(path), though \(was.joined(separator: ", ")) was worked on. Bring a backup back with "
            + "`packferry state restore FILE`, or just go on: \(PersistenceError.loss)."
        return Health.Check(name: "database", status: .warn, detail: detail)
    }

    /// What can be told of storages where nothing is remembered.
    private func storagesAlone() async -> [Health.Check] {
        do {
            let database = try await Database(.memory)
            let context = TreeContext(database: database, threads: 1, clock: .system, generator: Application.generator)
            var checks: [Health.Check] = []
            for repository in configuration.values.repositories.map({ Repository($0, in: context) }) {
                checks += await examine(repository, nil)
            }
            try await database.close()
            return checks
        } catch {
            return [Health.Check(name: "storages", failing: error)]
        }
    }

    /// Reads all of the database, which a running service does not do for a page.
    private func soundness(of database: Database) async throws -> Health.Check {
        guard try await !database.isSound() else {
            // Whether it may be written, too.
            try await database.write { _ in }
            return Health.Check(name: "database", status: .pass, detail: "Its pages agree with each other.")
        }
        let detail =
            "\(configuration.database) is damaged. Bring a backup back with `packferry state restore FILE`, or move it away "
            + "and start again: \(PersistenceError.loss)."
        return Health.Check(name: "database", status: .fail, detail: detail)
    }

    private func server() -> Health.Check {
        do {
            let record = try ServerRecord.running(on: configuration.values.paths.state)
            let detail = record.map { "One runs at \($0.url), process \($0.process)." } ?? "None runs on this state."
            return Health.Check(name: "server", status: .pass, detail: detail)
        } catch {
            return Health.Check(name: "server", failing: error)
        }
    }
}

extension Diagnosis {
    /// Whether the archives that were built, and what the next one builds upon, are there.
    private func archives(of application: Application) async throws -> Health.Check {
        let all = try await application.artifacts.list()
        let (looked, bases) = try await application.pages.run {
            (try all.map(application.artifacts.looked), Set(try application.snapshots.list().map(\.id)))
        }
        var sentences = application.strangers.map(Problem.sentence)
        sentences += Self.sentence(looked.filter { $0.state == .missing }, "is gone", "are gone")
        sentences += Self.sentence(looked.filter { $0.state == .damaged }, "is damaged", "are damaged")
        let last = Dictionary(grouping: looked.filter { $0.scope != .partial }) { $0.repository.uuid }.compactMap {
            $1.max { $0.sequence < $1.sequence }
        }
        for artifact in last where !bases.contains(artifact.target) {
            let next =
                artifact.state == .missing ? "the next build carries more" : "the next build takes it from the archive"
            sentences.append("The snapshot that \(artifact.id) leads to is gone: \(next).")
        }
        guard sentences.isEmpty else {
            return Health.Check(name: "artifacts", status: .warn, detail: sentences.joined(separator: " "))
        }
        let detail = looked.isEmpty ? "None was built yet." : "All that are recorded are there: \(looked.count)."
        return Health.Check(name: "artifacts", status: .pass, detail: detail)
    }

    private static func sentence(_ artifacts: [Transfer.Artifact], _ one: String, _ several: String) -> [String] {
        guard !artifacts.isEmpty else { return [] }
        let names = artifacts.prefix(3).map(\.id).joined(separator: ", ")
        let more = artifacts.count > 3 ? " and \(artifacts.count - 3) more" : ""
        let next = "Put a whole copy in its place, or build it again with `packferry artifact build --full`."
        return ["\(names)\(more) \(artifacts.count == 1 ? one : several). \(next)"]
    }

    /// Looks at a storage: what it holds, whether it is the one it was, and what only Packferry uses in it.
    private func examine(_ repository: Repository, _ application: Application?) async -> [Health.Check] {
        let name = "repository:\(repository.name)"
        do {
            return try await BlockingPool(threads: 1, name: "doctor").run {
                let opened = try repository.open()
                try opened.tree.requireStorage()
                try await application?.requireSame(opened)
                let role = configuration.values.site.role
                var checks = [Health.Check(name: name, movesIn: opened.root, for: role)].compactMap(\.self)
                checks.append(try await Health.Check(name: name, lossesOf: opened))
                checks += (opened.tree.refreshing?.advice ?? []).map {
                    Health.Check(name: name, status: .warn, detail: $0)
                }
                if let folder = try opened.existingFolder() {
                    let newest = try await application?.newestSequence(of: folder.uuid()) ?? 0
                    checks += [
                        Health.Check(name: name, identityOf: folder, knowing: newest),
                        try Health.Check(name: name, journalOf: folder),
                    ]
                } else {
                    let detail = "Nothing was carried from or to it yet."
                    checks.append(Health.Check(name: name, status: .pass, detail: detail))
                }
                return checks
            }
        } catch {
            return [Health.Check(name: name, failing: error)]
        }
    }
}

extension Health.Check {
    /// Something that cannot be used at all, with the cause and the next step.
    init(name: String, failing error: any Error) {
        let problem = Problem(describing: error)
        let isForeseen = problem.code != ProblemCode.internalError.rawValue
        let sentence = [problem.detail, problem.hint].compactMap(\.self).joined(separator: " ")
        self.init(name: name, status: .fail, detail: isForeseen ? sentence : "\(error)")
    }

    /// Whether archives can be applied to the tree at all; nothing where they can.
    ///
    /// A site that may only send needs no more than to know.
    fileprivate init?(name: String, movesIn root: Directory, for role: SiteRole) {
        guard let obstacle = MoveProbe.obstacle(in: root) else { return nil }
        self.init(name: name, status: role == .offline ? .fail : .warn, detail: "\(obstacle)")
    }

    fileprivate init(name: String, lossesOf opened: OpenRepository) async throws {
        let losses = try await StorageLosses(of: opened)
        guard losses.areSuspicious else {
            let detail = "It holds \(losses.known - losses.gone.count) of \(losses.known) known packages."
            self.init(name: name, status: .pass, detail: detail)
            return
        }
        let detail =
            "\(losses.gone.count) of the \(losses.known) packages that were there are gone "
            + "(\(losses.gone.prefix(3).joined(separator: ", "))): is the right disk mounted at \(opened.root.path)?"
        self.init(name: name, status: .fail, detail: detail)
    }

    fileprivate init(name: String, identityOf folder: RepositoryFolder, knowing newest: Int64) {
        do {
            try folder.requireHome()
            try folder.requireNewest(knowing: newest)
            let restored =
                "It came back from a backup: what is not here counts as deleted nowhere before a full refresh succeeds or, "
                + "without an upstream, all that was carried is here again."
            let notes = try [folder.cloneHint().map { "\($0)." }, folder.isRestored ? restored : nil].compactMap(\.self)
            let detail = notes.isEmpty ? "It is the one that it always was." : notes.joined(separator: " ")
            self.init(name: name, status: notes.isEmpty ? .pass : .warn, detail: detail)
        } catch {
            self.init(name: name, failing: error)
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
}
