package import Posix
import Synchronization

/// Refuses what would leave less of a file system free than its reserve; the reserve may be changed meanwhile.
package final class SpaceKeeper: Sendable {
    private let current: Mutex<SpaceReserve>

    /// Keeps so much free.
    package init(_ reserve: SpaceReserve = .none) { current = Mutex(reserve) }

    /// What stays free.
    package var reserve: SpaceReserve {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    /// Throws where so many bytes more, and so many files, do not fit beside the reserve; `what` needs them: `the archive`.
    ///
    /// At least `least` bytes stay free, whatever the reserve is.
    package func require(
        _ bytes: Int64,
        files: Int64 = 0,
        for what: String,
        in folder: Directory,
        atLeast least: Int64 = 0
    ) throws {
        let space = try folder.space()
        let kept = max(least, reserve.bytes(of: space.totalBytes))
        let needed = bytes.addingReportingOverflow(kept)
        let free = space.availableBytes
        guard needed.overflow || needed.partialValue > free else {
            guard files >= space.availableFiles else { return }
            throw TransferError(
                .noSpace,
                folder.path.string,
                "has room for \(space.availableFiles) more files, and \(files) are needed for \(what)",
                hint: "Remove files that nobody needs and try again"
            )
        }
        let lacking = needed.overflow ? Int64.max : needed.partialValue - free
        throw TransferError(
            .noSpace,
            folder.path.string,
            "has not enough space: \(Self.amount(free)) free, of which \(Self.amount(kept)) stay free (retention.reserve), and "
                + "\(Self.amount(bytes)) needed for \(what)",
            hint: "Free \(Self.amount(lacking)), for example by `packferry prune`, and try again; nothing was changed"
        )
    }

    /// In whole MiB, rounded up.
    private static func amount(_ bytes: Int64) -> String { "\((bytes >> 20) + (bytes & 0xF_FFFF == 0 ? 0 : 1)) MiB" }
}
