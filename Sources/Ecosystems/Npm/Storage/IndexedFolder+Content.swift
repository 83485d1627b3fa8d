extension IndexedFolder {
    /// Whether nothing that a snapshot could show differs; times and places may.
    func hasSameContent(as other: IndexedFolder?) -> Bool {
        guard let other, package.sha512 == other.package.sha512, files.count == other.files.count else { return false }
        return zip(files.sorted { $0.path < $1.path }, other.files.sorted { $0.path < $1.path }).allSatisfy {
            $0.path == $1.path && $0.sha512 == $1.sha512 && $0.state == $1.state && $0.version == $1.version
        }
    }

    /// The same, with the offline-ready form that was made before; its key tells whether it still holds.
    func keepingReady(of other: IndexedFolder?) -> IndexedFolder {
        var folder = self
        folder.package.readyKey = other?.package.readyKey
        folder.package.readySHA512 = other?.package.readySHA512
        folder.package.readySize = other?.package.readySize
        return folder
    }
}
