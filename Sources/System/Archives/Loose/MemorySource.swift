/// Gives the bytes of a buffer that outlives it.
final class MemorySource: ByteSource {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    func read(into buffer: inout [UInt8]) -> Int {
        let count = min(rest.count, buffer.count)
        buffer.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count])) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return count
    }
}
