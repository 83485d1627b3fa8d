import Posix
import Time

/// The lock by which a registry keeps others off a document, as our side of it: one file of our own that gets the
/// lock's name by a link and loses it again.
///
/// Because that file is there before any lock is taken and is kept until the import is over, a restart knows which
/// locks are ours by their inode, at whatever moment the run before it ended.
struct RegistryLock: Sendable {
    private static let interval = Duration.milliseconds(100)

    private let root: Directory
    private let file: RelativePath
    private let patience: Duration
    private let clock: WallClock
    /// Tells our locks from those of others.
    private let inode: UInt64

    /// Makes the file in a folder, or takes the one that an interrupted run of the same work made there.
    init(at folder: RelativePath, in root: Directory, patience: Duration, clock: WallClock) throws {
        self.root = root
        self.patience = patience
        self.clock = clock
        file = try folder.appending("lock")
        try root.makeDirectories(folder)
        if try root.info(file) == nil { try root.create(file).close() }
        guard let info = try root.info(file) else {
            throw TransferError(.changed, file.string, "vanished right after it was made")
        }
        inode = info.inode
    }

    /// Takes `lock`; waits while somebody else holds it, up to our patience.
    func take(_ lock: DocumentLock) async throws {
        var waited = Duration.zero
        while true {
            if try claim(lock.path) { return }
            if try removeStale(lock) { continue }
            guard waited < patience else { throw Self.held(lock.path) }
            try await Task.sleep(for: Self.interval)
            waited += Self.interval
        }
    }

    /// Gives `lock` back.
    func release(_ lock: DocumentLock) throws { try root.unlink(lock.path) }

    /// Gives `lock` back if an interrupted run of this work has left it, where that can be seen.
    func releaseLeftover(_ lock: DocumentLock) throws {
        if (try? root.info(lock.path))?.inode == inode { try root.unlink(lock.path) }
    }

    private func claim(_ lock: RelativePath) throws -> Bool {
        do {
            try root.link(file, to: lock)
            return true
        } catch  where error.errno == .exists {
            return false
        }
    }

    private func removeStale(_ lock: DocumentLock) throws -> Bool {
        guard let info = try root.info(lock.path) else { return true }
        let age = clock.now() - Moment(nanoseconds: info.changed)
        guard age > lock.staleAfter else { return false }
        try root.unlink(lock.path)
        return true
    }

    private static func held(_ lock: RelativePath) -> TransferError {
        TransferError(
            .locked,
            lock.string,
            "is held by the registry",
            hint: "Run the import again; it goes on where it stopped"
        )
    }
}
