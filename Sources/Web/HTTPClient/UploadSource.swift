import Posix

/// What a request sends, piece by piece.
struct UploadSource {
    /// Bytes in all; `nil` when nothing is sent.
    let size: Int64?
    private let bytes: [UInt8]
    private let file: UploadFile?
    private var sent = 0
    private var buffer: [UInt8] = []

    init(_ body: ClientRequest.Body) throws {
        switch body {
        case .none: (size, bytes, file) = (nil, [], nil)
        case .bytes(let content): (size, bytes, file) = (Int64(content.count), content, nil)
        case .file(let path, let folder):
            let opened = UploadFile(try folder.open(path))
            (size, bytes, file) = (try opened.descriptor.info().size, [], opened)
        }
    }

    /// Fills `target` from its start; 0 at the end.
    mutating func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let file else {
            let piece = bytes[sent...].prefix(target.count)
            target.copyBytes(from: piece)
            sent += piece.count
            return piece.count
        }
        if buffer.count != target.count { buffer = [UInt8](repeating: 0, count: target.count) }
        let count = try file.descriptor.read(into: &buffer)
        target.copyBytes(from: buffer[..<count])
        return count
    }
}

/// A descriptor that a request may hold on to.
private final class UploadFile {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}
