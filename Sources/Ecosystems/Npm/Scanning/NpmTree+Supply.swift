import Posix
import Trees

extension NpmTree {
    /// Where what was broken is fetched from again.
    ///
    /// Throws where the configuration names nothing that could be asked.
    func supply() throws -> any PackageSupply {
        throw StorageError(
            root.path.string,
            "has no registry from which anything could be fetched again",
            hint: "Name it with repositories.\(collector.index.repository).registry",
            key: "registry"
        )
    }
}
