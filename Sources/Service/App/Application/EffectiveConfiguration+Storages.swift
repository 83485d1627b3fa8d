import Persistence
import Posix
import Time
import Transfer
import Trees

/// What the disks say of the storages in a configuration.
package struct StorageReport: Sendable {
    /// What one pattern of a repository takes.
    package struct Pattern: Sendable {
        package let repository: String
        /// Where it stands, below the repository: `carry.exclude`.
        package let key: String
        package let pattern: String
        /// How many packages, or files and folders, it takes.
        package let count: Int
        /// The first of them.
        package let examples: [String]

        fileprivate init(_ found: PatternCatch, of repository: String) {
            self.repository = repository
            key = found.key
            pattern = found.pattern
            count = found.count
            examples = found.examples
        }
    }

    /// What may yet come right, or needs to be known, in sentences.
    package fileprivate(set) var warnings: [String] = []
    /// What each pattern takes, in the order of the configuration.
    package fileprivate(set) var patterns: [Pattern] = []
}

extension EffectiveConfiguration {
    /// Looks at the storages on disk; throws all that can never be used.
    ///
    /// Reads names only, and leaves everything as it was: what it tries are empty files, which it removes.
    package func checkStorages() async throws -> StorageReport {
        let database = try await Database(.memory)
        let pool = BlockingPool(threads: 1, name: "check")
        var (report, problems): (StorageReport, [ConfigurationProblem]) = (StorageReport(), [])
        for repository in values.repositories {
            let context = TreeContext(database: database, threads: 1, clock: .system, generator: Application.generator)
            let check = StorageCheck(Repository(repository, in: context))
            switch try await pool.run({ check.finding }) {
            case .usable(let warnings, let catches):
                report.warnings += warnings
                report.patterns += catches.map { StorageReport.Pattern($0, of: repository.name.string) }
            case .absent(let sentence): report.warnings.append(sentence)
            case .unusable(let key, let cause, let hint):
                problems.append(ConfigurationProblem(origin(of: key), "\(key): \(cause)", suggestion: hint))
            }
        }
        try await database.close()
        guard problems.isEmpty else { throw ConfigurationError(file: file, problems: problems) }
        return report
    }
}

/// What the disk says of one storage.
private struct StorageCheck: Sendable {
    enum Finding: Sendable {
        /// With what is to be said of it, and what its patterns take.
        case usable([String], [PatternCatch])
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
            let opened = try repository.open()
            try opened.tree.requireStorage()
            let catches = try opened.tree.catches()
            let obstacles = [Self.unusable(opened), MoveProbe.obstacle(in: opened.root)].compactMap(\.self)
            let idle = catches.compactMap(\.remark).map { "repositories.\(repository.name).\($0)" }
            return .usable(obstacles.map { "\(key): \($0)" } + idle, catches)
        } catch let error as StorageError {
            let key = repository.configuration.path(of: error.key)
            return .unusable(key: key, cause: "\(error.path) \(error.cause)", hint: error.hint)
        } catch {
            return .unusable(key: key, cause: "\(error)", hint: nil)
        }
    }

    /// Why the folder of ours in it cannot be used; `nil` where it can, or is not there yet.
    private static func unusable(_ opened: OpenRepository) -> TransferError? {
        do {
            _ = try opened.existingFolder()
            return nil
        } catch {
            return error as? TransferError
        }
    }
}
