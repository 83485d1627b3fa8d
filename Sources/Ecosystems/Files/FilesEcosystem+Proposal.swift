package import Posix
package import Trees

extension FilesEcosystem {
    /// Any folder will do.
    package func proposal(from path: AbsolutePath) throws -> TreeProposal? {
        let info = try Directory(opening: path.parent).info(RelativePath(path.lastComponent))
        return info?.kind == .directory ? TreeProposal(settings: [("path", path.string)]) : nil
    }
}
