import Logging
import Posix
import Transfer
import Trees

extension ArtifactStore {
    /// Takes up the archives of these repositories that lie in the folder and that no record knows: after the state was
    /// lost or brought back from a backup, or where somebody put a file there.
    ///
    /// Who only looks writes nothing beside them.
    @discardableResult
    func adopt(
        for repositories: [Repository],
        mayWrite: Bool = true,
        on pool: BlockingPool,
        _ logger: Logger
    ) async throws -> Adoption {
        let known = Set(repositories.map { "\($0.name) \($0.rules.type)" })
        let adoption = try await pool.run {
            try await adopt(rules: Ecosystems.rules, mayWrite: mayWrite) { known.contains("\($0.name) \($0.type)") }
        }
        if !adoption.adopted.isEmpty {
            let names = adoption.adopted.joined(separator: " ")
            logger.info("took up archives that were not recorded", ["artifacts": names])
        }
        for sentence in adoption.refused { logger.info("left a file alone", ["reason": sentence]) }
        return adoption
    }

    /// The same for whoever only looks: says which files were not taken up, or why none could be.
    func adopting(
        for repositories: [Repository],
        mayWrite: Bool,
        on pool: BlockingPool,
        _ logger: Logger
    ) async -> [String] {
        do {
            return try await adopt(for: repositories, mayWrite: mayWrite, on: pool, logger).refused
        } catch {
            logger.info("cannot take up archives that are not recorded", ["reason": "\(error)"])
            return ["What lies in \(folder.path) and is not recorded cannot be taken up: \(error)"]
        }
    }

    /// The artifact that carries the state which nothing is new against; `nil` when none is recorded, or none that is
    /// whole.
    func current(_ result: BuildResult) async throws -> Artifact? {
        if let artifact = result.artifact { return artifact }
        guard result.manifest == nil else { return nil }
        if let carrier = result.carrier { return carrier }
        let built = try await list().filter { $0.state != .damaged }
        return built.first { $0.target == result.target.id } ?? built.first { $0.target == result.base }
    }
}

extension SnapshotStore {
    /// Brings back, out of the archives, the snapshots that these lead to and that are gone.
    func restore(from artifacts: ArtifactStore, on pool: BlockingPool, _ logger: Logger) async {
        do {
            let restored = try await pool.run {
                try await artifacts.restoreTargets(to: self, rules: Ecosystems.rules)
            }
            guard !restored.isEmpty else { return }
            logger.info("brought back snapshots out of archives", ["snapshots": restored.joined(separator: " ")])
        } catch {
            logger.info("cannot bring back snapshots out of archives", ["reason": "\(error)"])
        }
    }
}

extension SiteStore {
    /// Makes known again the sites that are kept beside trees and that the database lost, and keeps those that are not yet;
    /// a storage that is not there now is left for the next start.
    func agree(for repositories: [Repository], mayWrite: Bool, _ logger: Logger) async {
        for repository in repositories {
            do {
                try await repository.requireAnswer()
                let names = try await repository.lane.away {
                    guard let opened = try? repository.open(), let folder = try opened.existingFolder(),
                        let uuid = try folder.uuid()
                    else {
                        return [String]()
                    }
                    if let known = try await repository.record.known(), known.uuid != uuid { return [] }
                    return try await agree(with: SiteFolder(folder), of: uuid, mayWrite: mayWrite)
                }
                guard !names.isEmpty else { continue }
                logger.info("made sites known again", ["sites": names.joined(separator: " ")])
            } catch {
                let context = ["repository": repository.name, "reason": "\(error)"]
                logger.warning("cannot read what sites said", context)
            }
        }
    }
}
