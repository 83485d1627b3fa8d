package import Posix
import Synchronization

/// What a power cut leaves of a folder, by the strictest reading of POSIX: what was not made durable is lost.
///
/// A file has the content and mode of its last `fsync`, or none; a folder has the entries of its own. `syncfs` does
/// both for everything. Hand the image to `CrashPoint.run`, then call `cutPower` and look at the folder:
///
///     try await CrashPoints.forEachStop { point in
///         let site = try freshSite()
///         let image = try DurableImage(of: site.folder)
///         try await point.run(image) { try site.apply(archive) }
///         try image.cutPower()
///         try site.recover()
///         try site.checkOldOrNew()
///     }
///
/// Files are found by the path they were opened by: what is renamed while it is open must be synchronised before.
/// Owners, times and links are not kept. `forEachStop` without an image is the other extreme: all of it survives;
/// `PowerTrace` has what lies in between.
package final class DurableImage: Sendable {
    private let root: Directory
    private let reader: DiskReader
    private let durable: Mutex<DiskState>
    private let failure = Mutex<(any Error)?>(nil)

    /// Takes everything beneath `root` as it is for durable.
    package init(of root: Directory) throws {
        self.root = root
        reader = DiskReader(root)
        durable = Mutex(try reader.state())
    }

    /// Rolls the folder back to what was made durable; folders beneath it that are open are no longer the same.
    /// - Throws: also what kept the image from following the work.
    package func cutPower() throws {
        if let failure = failure.withLock({ $0 }) { throw failure }
        for entry in try root.entries() { try root.removeAll(RelativePath(entry.name)) }
        try DiskTree(durable.withLock { $0 }).restore(to: root)
        let restored = try reader.state()
        durable.withLock { $0 = restored }
    }

    /// Follows an operation that is about to happen.
    func note(_ operation: FileOperation) {
        guard [.fsync, .syncfs].contains(operation.kind) else { return }
        do {
            let live = try reader.state()
            try durable.withLock { try $0.follow(operation, of: root.path, while: live) }
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }
}

extension DiskState {
    /// Takes over what a synchronisation makes durable.
    fileprivate mutating func follow(
        _ operation: FileOperation,
        of root: AbsolutePath,
        while live: DiskState
    ) throws {
        guard operation.kind != .syncfs else { return self = live }
        guard let entry = try live.synchronised(by: operation, beneath: root) else { return }
        if entry.isFolder { keepNames(in: entry.inode, of: live) } else { files[entry.inode] = live.files[entry.inode] }
    }
}
