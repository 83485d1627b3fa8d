import Posix

/// What lies beneath a folder at one moment, by inode: what files hold, and where names lead.
struct DiskState: Sendable {
    /// Something that a state cannot hold or follow.
    struct Unfollowed: Error, CustomStringConvertible {
        let description: String
    }

    struct File: Sendable, Hashable {
        let content: [UInt8]
        let mode: UInt32
    }

    struct Entry: Sendable, Hashable {
        let inode: UInt64
        let mode: UInt32
        let isFolder: Bool
    }

    struct Name: Sendable, Hashable {
        let folder: UInt64
        let text: String
    }

    let root: UInt64
    var files: [UInt64: File] = [:]
    var names: [Name: Entry] = [:]

    init(root: UInt64) { self.root = root }

    /// What a path leads to; the folder itself for no components.
    func entry(at components: some Sequence<some StringProtocol>) -> Entry? {
        var found = Entry(inode: root, mode: 0, isFolder: true)
        for component in components {
            guard let next = names[Name(folder: found.inode, text: String(component))] else { return nil }
            found = next
        }
        return found
    }

    /// The names of one folder.
    func names(in folder: UInt64) -> [Name: Entry] { names.filter { $0.key.folder == folder } }

    /// Takes over what a folder holds at another moment: names come, go and lead elsewhere.
    mutating func keepNames(in folder: UInt64, of other: DiskState) {
        for name in names(in: folder).keys { names[name] = nil }
        names.merge(other.names(in: folder)) { _, new in new }
    }
}
