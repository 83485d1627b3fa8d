package import Persistence
package import Posix
import Synchronization
package import Time

/// The contents of all mirrored repositories, each kept once (docs/formats/store.md).
///
/// What lies in the folder is the truth: a content counts only as what its digests say it is. The rows of the database spare
/// reading it again; losing them loses nothing but the time for that.
package struct BlobStore: Sendable {
    /// The folder of the store.
    package let root: Directory
    let table: BlobTable
    let clock: WallClock
    let pending = PendingBlobs()
    let turns = Turns<BlobTurn>()
    /// What is smaller is fetched anew rather than gone on with.
    let resumable: Int64

    static let incoming = RelativePath(packed: "incoming")
    static let quarantine = RelativePath(packed: "quarantine")
    static let lock = RelativePath(packed: "lock")

    /// Opens, and makes where there is none, the store in a folder.
    ///
    /// Downloads of at least `resumable` bytes are gone on with where an earlier attempt broke off. Blocks.
    package init(
        opening path: AbsolutePath,
        database: Database,
        clock: WallClock,
        resumable: Int64 = 1 << 20
    ) throws {
        root = try Directory.making(path)
        if !(try Self.isThere(in: root)) { try Self.make(in: root) }
        table = BlobTable(database)
        self.clock = clock
        self.resumable = resumable
    }

    /// Whether a folder is a store already.
    package static func isThere(in folder: Directory) throws -> Bool { try folder.info(incoming)?.kind == .directory }

    /// Makes what every store has, the lock first: on a full disk there would be no room for it any more.
    private static func make(in folder: Directory) throws {
        _ = try folder.openForAppending(lock)
        try folder.makeDirectories(incoming)
        try folder.synchronize()
    }

    /// Opens the bytes of a content.
    package func open(_ blob: Blob) throws -> Descriptor { try root.open(blob.path) }
}
