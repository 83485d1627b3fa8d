import Posix

/// What is durable at a moment, and what is not yet.
struct PowerMoment: Sendable {
    /// How many operations came before.
    private(set) var number = 0
    private(set) var durable: DiskState
    private(set) var live: DiskState
    /// What the operations since did to names, one after the other.
    private(set) var pending: [DiskState.Change] = []

    init(durable: DiskState, live: DiskState) {
        self.durable = durable
        self.live = live
    }

    /// Has a synchronisation do what it says.
    mutating func synchronise(_ operation: FileOperation, beneath root: AbsolutePath) throws {
        if operation.kind == .syncfs { (durable, pending) = (live, []) }
        guard operation.kind == .fsync, let entry = try live.synchronised(by: operation, beneath: root) else { return }
        guard entry.isFolder else { return durable.files[entry.inode] = live.files[entry.inode] }
        let isMeant: (DiskState.Change) -> Bool = { $0.new.keys.contains { $0.folder == entry.inode } }
        for change in pending where isMeant(change) { durable.apply(change) }
        pending.removeAll(where: isMeant)
        durable.keepNames(in: entry.inode, of: live)
    }

    /// Goes on to what lies there after the next operation.
    mutating func advance(to next: DiskState) {
        let change = live.change(to: next)
        if !change.new.isEmpty { pending.append(change) }
        (live, number) = (next, number + 1)
    }

    /// Whether the same is found after a cut at either of two ways to this moment.
    func isLike(_ other: PowerMoment) -> Bool {
        durable.names == other.durable.names && durable.files == other.durable.files && pending == other.pending
    }

    /// The files that hold something that is not durable.
    var unsynchronised: [UInt64] {
        live.files.filter { durable.files[$0.key] != $0.value }.keys.sorted()
    }
}
