import Posix

/// A state as paths, which is what a restart finds.
struct DiskTree: Sendable, Hashable {
    private struct Leaf: Sendable, Hashable {
        let inode: UInt64
        let mode: UInt32
        /// What the file holds; `nil` for a folder.
        let content: [UInt8]?
    }

    private var leaves: [String: Leaf] = [:]

    /// Walks a state from its root; what no name leads to is lost, and a file that never was synchronised is empty.
    init(_ state: DiskState) {
        let folders = Dictionary(grouping: state.names) { $0.key.folder }
        var pending = [(inode: state.root, place: "")]
        while let folder = pending.popLast() {
            for (name, entry) in folders[folder.inode] ?? [] {
                let path = folder.place + name.text
                let file = state.files[entry.inode]
                let content = entry.isFolder ? nil : file?.content ?? []
                leaves[path] = Leaf(inode: entry.inode, mode: file?.mode ?? entry.mode, content: content)
                if entry.isFolder { pending.append((entry.inode, "\(path)/")) }
            }
        }
    }

    /// Makes an empty folder so, second names included, and what is newer later.
    func restore(to root: Directory) throws {
        for (text, leaf) in leaves.sorted(by: { $0.key < $1.key }) where leaf.content == nil {
            try root.makeDirectories(RelativePath(text))
            try root.changeMode(RelativePath(text), leaf.mode)
        }
        var made: [UInt64: RelativePath] = [:]
        for (text, leaf) in leaves.sorted(by: { ($0.value.inode, $0.key) < ($1.value.inode, $1.key) }) {
            guard let content = leaf.content else { continue }
            let path = try RelativePath(text)
            if let first = made.updateValue(path, forKey: leaf.inode) {
                try root.link(first, to: path)
            } else {
                let file = try root.create(path, mode: 0o600)
                try file.write(content)
                try file.changeMode(leaf.mode)
            }
        }
    }
}
