import FoundationEssentials
import Posix
import Reporting
import Transfer

extension Application {
    /// Runs `body` with the repository's lock, where blocking is allowed, after an interrupted import was finished.
    func locked<T: Sendable>(
        _ repository: Repository,
        for purpose: String,
        reporter: Reporter,
        _ body: @escaping @Sendable (OpenRepository, RepositoryFolder) async throws -> T
    ) async throws -> T {
        try await pool.run {
            let opened = try repository.open()
            let folder = try opened.folder()
            let lock = try folder.lock(holder: "\(purpose), process \(ProcessInfo.processInfo.processIdentifier)")
            defer { withExtendedLifetime(lock) {} }
            try await ImportEngine(sink: opened.sink, folder: folder).recover(reporter: reporter)
            return try await body(opened, folder)
        }
    }
}
