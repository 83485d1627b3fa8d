/// A source over bytes in memory, for small archives and tests.
package final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private let chunk: Int
    private var position = 0

    /// Gives `bytes`, at most `chunk` of them at a time.
    package init(_ bytes: [UInt8], chunk: Int = .max) {
        precondition(chunk > 0, "a source that gives no bytes never ends")
        self.bytes = bytes
        self.chunk = chunk
    }

    /// Copies the next bytes to the start of `buffer`.
    package func read(into buffer: inout [UInt8]) -> Int {
        let count = min(chunk, buffer.count, bytes.count - position)
        buffer.withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes {
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position...].prefix(count)))
            }
        }
        position += count
        return count
    }
}
