import Posix

/// Brings a file to the disk on a thread of its own, while it is still being written and read back.
///
/// Without it the whole file would wait in memory for the one call at the end.
final class DiskFlush: Sendable {
    private enum Order: Sendable {
        case start(upTo: Int64)
        case synchronize
    }

    /// How much is gathered before the disk is told, in bytes.
    private static let portion: Int64 = 8 << 20

    private let stage: Stage<Order, Void>

    /// Works on a file that is written from its start.
    init(_ file: OpenFile) {
        stage = Stage("archive-flush", capacity: 1024) { next in
            var begun: Int64 = 0
            while let order = next() {
                switch order {
                case .start(let end):
                    file.descriptor.startWritingBack(from: begun, count: end - begun)
                    begun = end
                case .synchronize: try file.descriptor.synchronize()
                }
            }
        }
    }

    /// Says that `count` more bytes were written and there are `size` now.
    func wrote(_ count: Int, size: Int64) throws {
        let wasIn = (size - Int64(count)) / Self.portion
        if size / Self.portion > wasIn { try stage.put(.start(upTo: size)) }
    }

    /// Begins to make the whole file durable, without waiting.
    func synchronize() throws { try stage.put(.synchronize) }

    /// Waits until what was begun is done; throws what the disk said.
    func wait() throws { try stage.finish() }
}
