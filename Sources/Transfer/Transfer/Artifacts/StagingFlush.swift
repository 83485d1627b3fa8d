import Posix

/// Brings what is staged to the disk on a thread of its own, while more of it is unpacked.
///
/// Without it the disk would rest until the one call at the end that makes all of it durable, which is needed all the same.
final class StagingFlush {
    /// How much is gathered before the disk is told, in bytes: many small files go to it in one stroke.
    private static let portion = 32 << 20

    private let stage: Stage<Void, Void>
    private var gathered = 0

    init(_ members: StagedMembers) {
        // While the disk has a portion to write and another one waits, whoever brings more waits too.
        stage = Stage("staging-flush", capacity: 1) { next in
            while next() != nil { try members.synchronize() }
        }
    }

    /// Says that so many more bytes are on their way.
    func passed(_ count: Int) throws {
        gathered += count
        guard gathered >= Self.portion else { return }
        gathered = 0
        try stage.put(())
    }

    /// Waits until what was begun is done; throws what the disk said.
    func wait() throws { try stage.finish() }
}
