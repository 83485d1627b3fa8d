import API
import Transfer

/// Whatever does what commands ask for: this process, or a server.
///
/// What is only looked up comes from `api` in both cases; what works differs.
protocol Backend: Sendable {
    /// Answers what is only looked up.
    var api: APIClient { get }
    /// The repository that was named.
    var repositoryName: String? { get }

    /// Reads a storage again, as far as it changed, or all of it.
    func collect(deep: Bool) async throws -> CollectReport
    /// Builds an artifact of what is new.
    func build(_ order: BuildOrder) async throws -> BuildReport
    /// Reads an artifact again and checks all of it.
    func verifyArtifact(_ id: String) async throws
    /// Freezes a storage; gives the snapshot's id.
    func createSnapshot(name: String?) async throws -> String
    /// Verifies an archive, or a folder of its members, and puts it ready.
    func stage(_ archive: ArchivePath) async throws -> Import
    /// Verifies an archive and applies it.
    func apply(_ archive: ArchivePath, allowMissing: Bool) async throws -> ImportOutcome
    /// Applies an import that is ready.
    func applyStaged(_ id: String, allowMissing: Bool) async throws -> ImportOutcome
}
