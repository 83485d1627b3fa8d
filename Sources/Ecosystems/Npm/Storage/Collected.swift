import Posix
import Transfer

/// The state of a storage after a collect.
package struct Collected: Sendable {
    let folders: IndexedFolders
    /// What is about no package that could be read.
    let strays: [Finding]
    /// Folders that could not be looked into.
    let blocked: BlockedPlaces
    /// Where packages lie.
    let layout: StorageLayout
    /// Paths of files that are being written now.
    let inFlight: Set<String>
    /// Two equal numbers mean an equal tree.
    let generation: Int64
    /// How many packages were read, because they changed.
    package let read: Int

    /// How many packages there are.
    package var packages: Int { folders.count }
    /// How many tarballs there are.
    package var files: Int { folders.files }

    /// Everything that is wrong, in no order.
    var findings: [Finding] { strays + folders.flatMap(\.findings) }

    /// The package of that name; `nil` where there is none, or can be none.
    func folder(_ name: String) -> IndexedFolder? { (try? PackageName(name)).flatMap { folders[$0] } }

    /// The tarball at a path, in whatever state.
    func file(at path: RelativePath) -> IndexedFile? { path.parent.flatMap { folder($0.string) }?.file(at: path) }

    /// Whether a path lies where nobody could look.
    func isBlocked(_ path: RelativePath) -> Bool {
        !blocked.isEmpty && (try? layout.location(of: path)).flatMap(blocked.above) != nil
    }

    /// Whether a tarball or a document lies at a path, in whatever state, or may lie there unseen.
    func holds(_ path: RelativePath) -> Bool {
        if isBlocked(path) { return true }
        guard path.lastComponent == "package.json" else { return file(at: path) != nil }
        return path.parent.flatMap { folder($0.string) }?.package.identity != nil
    }
}
