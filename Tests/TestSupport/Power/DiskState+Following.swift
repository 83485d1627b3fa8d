import Posix

extension DiskState {
    /// The file or folder that an `fsync` is about; `nil` for one that lies elsewhere.
    func synchronised(by operation: FileOperation, beneath root: AbsolutePath) throws -> Entry? {
        let isRoot = operation.path == root.string
        guard isRoot || operation.path.hasPrefix("\(root)/") else { return nil }
        let rest = operation.path.dropFirst(root.string.count)
        guard let entry = entry(at: rest.split(separator: "/")) else {
            throw Unfollowed(description: "\(operation.path) was synchronised, but is not there (any more)")
        }
        return entry
    }

    /// What one operation does to names: where they led before, and lead after it.
    struct Change: Sendable, Equatable {
        fileprivate(set) var old: [Name: Entry?] = [:]
        fileprivate(set) var new: [Name: Entry?] = [:]
    }

    /// What happened to names until a later moment.
    func change(to later: DiskState) -> Change {
        var change = Change()
        for name in Set(names.keys).union(later.names.keys) where names[name] != later.names[name] {
            change.old.updateValue(names[name], forKey: name)
            change.new.updateValue(later.names[name], forKey: name)
        }
        return change
    }

    /// Has an operation reach the disk; one that builds upon another that did not, does not either.
    mutating func apply(_ change: Change) {
        guard change.old.allSatisfy({ names[$0.key] == $0.value }) else { return }
        for (name, entry) in change.new { names[name] = entry }
    }
}
