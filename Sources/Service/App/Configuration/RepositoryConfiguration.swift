package import Posix
package import Trees

/// One tree of package files, as `repositories.<name>` sets it.
package struct RepositoryConfiguration: Sendable, Equatable {
    /// Its name in commands, routes and archives.
    package let name: RepositoryName
    /// What kind of tree it is.
    package let ecosystem: any Ecosystem
    /// What its ecosystem wants to know.
    package let settings: TreeSettings

    /// The word for its kind: `npm`.
    package var type: String { ecosystem.type }
    /// The folder of the tree.
    package var storage: AbsolutePath { settings.root }

    /// The path of one of its keys in the configuration.
    func path(of key: String) -> String { "repositories.\(name).\(key)" }
    /// The path of the key that names the folder.
    var storagePath: String { path(of: ecosystem.rootKey) }

    package static func == (left: RepositoryConfiguration, right: RepositoryConfiguration) -> Bool {
        left.name == right.name && left.type == right.type && left.settings == right.settings
    }
}

extension Ecosystem {
    /// The key that names the folder of a tree: the first one.
    var rootKey: String { settings.first?.key ?? "path" }
}
