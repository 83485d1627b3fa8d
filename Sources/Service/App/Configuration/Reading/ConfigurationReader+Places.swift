import Posix

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
        let places: [(Setting, AbsolutePath)] = [
            (.state, paths.state), (.artifacts, paths.artifacts), (.snapshots, paths.snapshots),
            (.publicFiles, paths.publicFiles),
        ]
        for (setting, path) in places where repository.storage.contains(path) {
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
