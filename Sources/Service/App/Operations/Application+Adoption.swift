import Logging
import Posix
import Transfer

extension ArtifactStore {
    /// Takes up the archives of these repositories that lie in the folder and that no record knows: after the state was
    /// lost or brought back from a backup, or where somebody put a file there. Who may not write beside them leaves those
    /// without a digest alone.
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

    /// The artifact that carries the state which nothing is new against; `nil` when none is recorded, or none that is
    /// whole.
    func current(_ result: BuildResult) async throws -> Artifact? {
        if let artifact = result.artifact { return artifact }
        guard result.manifest == nil else { return nil }
        let built = try await list().filter { $0.state != .damaged }
        return built.first { $0.target == result.target.id } ?? built.first { $0.target == result.base }
    }
}
