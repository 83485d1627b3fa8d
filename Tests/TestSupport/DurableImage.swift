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
/// Owners, times and links are not kept. `forEachStop` without an image is the other extreme: all of it survives.
package final class DurableImage: Sendable {
    private let root: Directory
    private let state: Mutex<DurableState>
    private let failure = Mutex<(any Error)?>(nil)

    /// Takes everything beneath `root` as it is for durable.
    package init(of root: Directory) throws {
        self.root = root
        var state = DurableState()
        try state.keepAll(beneath: root)
        self.state = Mutex(state)
    }

    /// Rolls the folder back to what was made durable; folders beneath it that are open are no longer the same.
    /// - Throws: also what kept the image from following the work.
    package func cutPower() throws {
        if let failure = failure.withLock({ $0 }) { throw failure }
        for entry in try root.entries() { try root.removeAll(RelativePath(entry.name)) }
        try state.withLock { try $0.restore(to: root) }
    }

    /// Follows an operation that is about to happen.
    func note(_ operation: FileOperation) {
        do {
            switch operation.kind {
            case .syncfs: try state.withLock { try $0.keepAll(beneath: root) }
            case .fsync: try synchronize(operation.path)
            default: break
            }
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }

    private func synchronize(_ path: String) throws {
        if path == root.path.string { return try state.withLock { try $0.keepEntries(of: root) } }
        guard path.hasPrefix("\(root.path)/") else { return }
        let relative = try RelativePath(String(path.dropFirst("\(root.path)/".count)))
        switch try root.info(relative)?.kind {
        case .regular: try state.withLock { try $0.keepContent(of: root.open(relative)) }
        case .directory: try state.withLock { try $0.keepEntries(of: root.subdirectory(relative)) }
        default: throw DurableState.Unfollowed(description: "\(path) was synchronised, but is not there (any more)")
        }
    }
}
