import Posix
import Transfer

/// What a dry run may put into a storage while it looks: gone again afterwards, folders and all.
struct Trial {
    private let root: Directory
    /// Folders that were not there before, the inner one first.
    private let made: [RelativePath]

    /// Notes what is there.
    init(in root: Directory) throws {
        self.root = root
        let own = try RelativePath(RepositoryFolder.name)
        made = try [own.appending("work"), own].filter { try root.info($0) == nil }
    }

    /// Removes what is there now and was not, unless somebody else put something into it.
    func clear() { for folder in made { try? root.removeDirectory(folder) } }
}
