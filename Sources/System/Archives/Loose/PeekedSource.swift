/// A source whose first block was looked at before it is read.
final class PeekedSource: ByteSource {
    private let source: any ByteSource
    private let first: [UInt8]
    private var given = 0

    /// Reads the first block, or what there is.
    init(_ source: any ByteSource) throws {
        self.source = source
        var (first, count) = ([UInt8](), 0)
        while first.count < TarBlock.size {
            var piece = [UInt8](repeating: 0, count: TarBlock.size - first.count)
            count = try source.read(into: &piece)
            guard count > 0 else { break }
            first += piece[..<count]
        }
        self.first = first
    }

    /// Lends the first block, or what there is.
    func withStart<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T { try first.withUnsafeBytes(body) }

    func read(into buffer: inout [UInt8]) throws -> Int {
        guard given < first.count else { return try source.read(into: &buffer) }
        let count = min(first.count - given, buffer.count)
        buffer.replaceSubrange(..<count, with: first[given..<(given + count)])
        given += count
        return count
    }
}
