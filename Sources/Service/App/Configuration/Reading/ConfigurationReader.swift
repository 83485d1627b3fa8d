import Posix
import YAML

/// Reads values, notes where each came from, and goes on past what is wrong.
struct ConfigurationReader {
    /// Where relative paths of the file begin.
    let folder: AbsolutePath
    /// Where relative paths of environment and flags begin.
    let currentFolder: AbsolutePath
    /// Where our own files are unless somebody says so.
    let ownFolder: OwnFolder
    /// What environment and flags say.
    let overrides: [Setting: Override]

    private(set) var problems: [ConfigurationProblem] = []
    private(set) var origins: [String: ConfigurationOrigin] = [:]

    /// A setting from outside the file.
    struct Override {
        let text: String
        let origin: ConfigurationOrigin
    }

    init(
        folder: AbsolutePath,
        currentFolder: AbsolutePath,
        ownFolder: OwnFolder,
        overrides: [Setting: Override]
    ) {
        self.folder = folder
        self.currentFolder = currentFolder
        self.ownFolder = ownFolder
        self.overrides = overrides
    }

    /// Notes a problem.
    mutating func report(_ origin: ConfigurationOrigin, _ cause: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(origin, cause, suggestion: suggestion))
    }

    /// Notes a flaw of the text; `path` says which key it concerns.
    mutating func report(_ error: YAMLError, at path: String = "") {
        let cause = path.isEmpty ? error.reason : "\(path): \(error.reason)"
        report(.file(line: error.line, column: error.column), cause)
    }

    /// Notes where a value came from.
    mutating func note(_ origin: ConfigurationOrigin, of key: String) { origins[key] = origin }

    /// Runs `body`, which reads something of the file; a flaw is noted and gives `nil`.
    mutating func reading<T>(_ path: String, _ body: () throws(YAMLError) -> T) -> T? {
        do {
            return try body()
        } catch {
            report(error, at: path)
            return nil
        }
    }
}

extension YAMLNode {
    var origin: ConfigurationOrigin { .file(line: position.line, column: position.column) }
}

extension ConfigurationReader {
    /// Notes folders that would get into each other's way.
    mutating func refusePlaces(of configuration: Configuration) {
        refuseSharedStorage(configuration.repositories)
        for repository in configuration.repositories { refuseInside(repository, configuration.paths) }
    }

    /// A storage belongs to one repository: two would each take the other's work for their own.
    private mutating func refuseSharedStorage(_ repositories: [RepositoryConfiguration]) {
        var owners: [RepositoryConfiguration] = []
        for repository in repositories {
            if let owner = owners.first(where: { $0.storage.overlaps(repository.storage) }) {
                let relation = owner.storage == repository.storage ? "is" : "overlaps with"
                let key = repository.storagePath
                let origin = origins[key] ?? .builtIn
                report(origin, "\(key) \(relation) the storage of \(owner.name) already")
            }
            owners.append(repository)
        }
    }

    /// What lies in a storage is taken for a part of it: our own files would be found there, and served.
    private mutating func refuseInside(_ repository: RepositoryConfiguration, _ paths: Configuration.Paths) {
        let places: [(Setting, AbsolutePath?)] = [
            (.state, paths.state), (.artifacts, paths.artifacts), (.snapshots, paths.snapshots),
            (.data, paths.data), (.publicFiles, paths.publicFiles),
        ]
        for case (let setting, let path?) in places where repository.storage.contains(path) {
            report(
                origins[setting.key] ?? .builtIn,
                "\(setting.key): \(path) lies in the storage of \(repository.name)",
                suggestion: "Name a folder outside \(repository.storage)"
            )
        }
    }
}

extension AbsolutePath {
    fileprivate func contains(_ other: AbsolutePath) -> Bool {
        self == other || string == "/" || other.string.utf8.starts(with: "\(string)/".utf8)
    }

    fileprivate func overlaps(_ other: AbsolutePath) -> Bool { contains(other) || other.contains(self) }
}
