import Posix
import Synchronization

/// The unfinished file of a download.
///
/// It is written by the client's thread alone, and read before and after.
final class DownloadFile: Sendable {
    /// The most that is kept of an answer that is a problem.
    private static let noteLimit = 64 << 10

    private struct State: Sendable {
        var size: Int64
        var noted: [UInt8] = []
    }

    private let file: Descriptor
    private let state: Mutex<State>

    /// Opens what an earlier attempt left, or makes a new file.
    init(_ path: RelativePath, in folder: Directory) throws {
        file = try folder.openForAppending(path)
        state = Mutex(State(size: try file.info().size))
    }

    /// How much is there.
    var size: Int64 { state.withLock(\.size) }

    /// What came instead of the file.
    var noted: [UInt8] { state.withLock(\.noted) }

    /// Adds what came. A server that sends all of a file of which a part is here has another one: nothing fits then.
    func append(_ bytes: [UInt8], isWhole: Bool) throws {
        let isMisfit = state.withLock { state in
            defer { state.size += Int64(bytes.count) }
            return isWhole && !state.noted.isEmpty
        }
        if isMisfit { throw CommandError(.refused, "changed", "\(file.path): the server has another file by now.") }
        try file.write(bytes)
    }

    /// Keeps a piece of a problem.
    func note(_ bytes: [UInt8]) { state.withLock { $0.noted += bytes.prefix(Self.noteLimit - $0.noted.count) } }

    /// Makes what came durable.
    func synchronize() throws { try file.synchronize() }
}
