import Persistence
import Posix
import Time
import Trees

extension EffectiveConfiguration {
    /// Looks at the storages on disk; throws all that can never be used, and gives as sentences what may yet come right.
    ///
    /// Reads names only, and changes nothing.
    package func checkStorages() async throws -> [String] {
        let database = try await Database(.memory)
        let pool = BlockingPool(threads: 1, name: "check")
        var (warnings, problems): ([String], [ConfigurationProblem]) = ([], [])
        for repository in values.repositories {
            let context = TreeContext(database: database, threads: 1, clock: .system, generator: Application.generator)
            let check = StorageCheck(Repository(repository, in: context))
            switch try await pool.run({ check.finding }) {
            case .nothing: continue
            case .absent(let sentence): warnings.append(sentence)
            case .unusable(let key, let cause, let hint):
                problems.append(ConfigurationProblem(origin(of: key), "\(key): \(cause)", suggestion: hint))
            }
        }
        try await database.close()
        guard problems.isEmpty else { throw ConfigurationError(file: file, problems: problems) }
        return warnings
    }
}

/// What the disk says of one storage.
private struct StorageCheck: Sendable {
    enum Finding: Sendable {
        case nothing
        /// It is not there, as while a disk is not mounted.
        case absent(String)
        case unusable(key: String, cause: String, hint: String?)
    }

    private let repository: Repository

    init(_ repository: Repository) { self.repository = repository }

    var finding: Finding {
        let (path, key) = (repository.configuration.storage, repository.configuration.storagePath)
        do {
            _ = try Directory(opening: path)
        } catch  where error.errno == .noEntry {
            return .absent(
                "\(key): \(path) does not exist. Make it, or mount the disk, before anything is done with it."
            )
        } catch {
            return .unusable(key: key, cause: "\(path) cannot be opened: \(error.errno)", hint: nil)
        }
        do {
            try repository.open().tree.requireStorage()
            return .nothing
        } catch let error as StorageError {
            let key = repository.configuration.path(of: error.key)
            return .unusable(key: key, cause: "\(error.path) \(error.cause)", hint: error.hint)
        } catch {
            return .unusable(key: key, cause: "\(error)", hint: nil)
        }
    }
}
