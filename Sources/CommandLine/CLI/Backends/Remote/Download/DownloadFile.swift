import Posix

/// The unfinished file of a download.
final class DownloadFile: Sendable {
    /// The server has another file than the one of which a part is here.
    struct Replaced: Error {}

    /// How much was there before.
    let start: Int64
    private let file: Descriptor

    /// Opens what an earlier attempt left, or makes a new file.
    init(_ path: RelativePath, in folder: Directory) throws {
        let opened = try folder.openForAppending(path)
        let size = try opened.info().size
        start = size
        file = opened
    }

    /// Adds what came.
    func append(_ bytes: [UInt8]) throws { try file.write(bytes) }

    /// Makes what came durable.
    func synchronize() throws { try file.synchronize() }
}
