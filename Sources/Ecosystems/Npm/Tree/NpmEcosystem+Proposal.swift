package import Posix
package import Trees

extension NpmEcosystem {
    /// Reads Verdaccio's configuration, or takes a folder that holds packages for its storage.
    package func proposal(from path: AbsolutePath) throws -> TreeProposal? {
        guard let info = try Directory(opening: path.parent).info(RelativePath(path.lastComponent)) else { return nil }
        if info.kind == .directory {
            return try Self.isStorage(path) ? TreeProposal(settings: [("storage", path.string)]) : nil
        }
        let file = try Directory(opening: path.parent).open(RelativePath(path.lastComponent))
        let configuration = try VerdaccioConfiguration(parsing: file.readAll(limit: 1 << 20), in: path.parent)
        guard let storage = configuration.storage else { return nil }
        let settings = [("storage", storage.string), ("verdaccio_config", path.string)]
        return TreeProposal(settings: settings, listen: configuration.listen, hosts: configuration.hosts)
    }

    /// Where packages of Debian, `npm install --global` and the images keep it.
    package func usualPlaces(home: AbsolutePath?) -> [AbsolutePath] {
        let ofSystem = ["/etc/verdaccio/config.yaml", "/opt/verdaccio/config.yaml", "/verdaccio/conf/config.yaml"]
        let ofUser = [home?.appending(".config/verdaccio/config.yaml"), home?.appending("verdaccio/config.yaml")]
        return ofUser.compactMap(\.self) + ofSystem.compactMap { try? AbsolutePath($0) }
    }

    /// Whether a folder looks like a storage: its database, or a package.
    private static func isStorage(_ path: AbsolutePath) throws -> Bool {
        let folder = try Directory(opening: path)
        return try folder.entries().contains { entry in
            if StorageWalk.databases.contains(entry.name) { return true }
            guard entry.info.kind == .directory, let name = try? RelativePath(entry.name) else { return false }
            return entry.name.hasPrefix("@") || (try? folder.info(name.appending("package.json"))) != nil
        }
    }
}
