import API

/// Whatever does what commands ask for: this process, or a server.
protocol Backend: Sendable {
    /// Reads a storage again, as far as it changed, or all of it.
    func collect(deep: Bool) async throws -> CollectReport
    /// Builds an artifact of what is new.
    func build(_ order: BuildOrder) async throws -> BuildReport
    /// Every artifact, newest first.
    func artifacts() async throws -> [Artifact]
    /// Verifies an archive, or a folder of its members, and applies it.
    func apply(_ archive: ArchivePath, allowMissing: Bool) async throws -> ImportReport
}
