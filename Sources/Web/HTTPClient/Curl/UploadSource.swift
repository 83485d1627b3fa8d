import Posix

/// What a request sends, piece by piece.
///
/// A request that must be sent again starts over.
struct UploadSource: ~Copyable {
    private enum Content: ~Copyable {
        case bytes([UInt8])
        case file(Descriptor)
    }

    /// Bytes in all; `nil` when nothing is sent.
    let size: Int64?
    private let content: Content
    private var position: Int64 = 0

    init(_ body: ClientRequest.Body) throws(SystemError) {
        switch body {
        case .none:
            size = nil
            content = .bytes([])
        case .bytes(let bytes):
            size = Int64(bytes.count)
            content = .bytes(bytes)
        case .file(let path, let folder):
            let file = try folder.open(path)
            size = try file.info().size
            content = .file(file)
        }
    }

    /// The next piece, at most `limit` bytes; empty at the end.
    mutating func next(atMost limit: Int) throws(SystemError) -> [UInt8] {
        let left = (size ?? 0) - position
        let piece = try read(Int(min(Int64(limit), left)))
        position += Int64(piece.count)
        return piece
    }

    /// Goes to a position to go on from there.
    mutating func seek(to position: Int64) { self.position = position }

    private borrowing func read(_ count: Int) throws(SystemError) -> [UInt8] {
        switch content {
        case .bytes(let bytes): return Array(bytes[Int(position)...].prefix(count))
        case .file(let file):
            var piece = [UInt8](repeating: 0, count: count)
            let got = try file.read(into: &piece, at: position)
            piece.removeLast(count - got)
            return piece
        }
    }
}
