/// A byte source read ahead in large chunks, that knows how far it has been used.
struct TarInput {
    private let source: any ByteSource
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)
    private var position = 0
    private var available = 0
    /// Bytes used so far.
    private(set) var offset: Int64 = 0

    init(_ source: any ByteSource) { self.source = source }

    /// Fills `target`, or as much of its start as there is left; returns how much that is.
    mutating func fill(_ target: inout [UInt8]) throws -> Int {
        var count = 0
        while count < target.count, try refill() { count += take(target.count - count, into: &target, at: count) }
        return count
    }

    /// Puts between one and `limit` bytes at the start of `target`; 0 means the end.
    mutating func read(upTo limit: Int64, into target: inout [UInt8]) throws -> Int {
        if position == available, limit >= Int64(target.count) { return try readThrough(into: &target) }
        guard try refill() else { return 0 }
        return take(Int(min(limit, Int64(target.count))), into: &target, at: 0)
    }

    /// Saves a copy where all that fits `target` belongs to it.
    private mutating func readThrough(into target: inout [UInt8]) throws -> Int {
        let count = try source.read(into: &target)
        offset += Int64(count)
        return count
    }

    private mutating func refill() throws -> Bool {
        guard position == available else { return true }
        position = 0
        available = 0
        available = try source.read(into: &buffer)
        return available > 0
    }

    private mutating func take(_ most: Int, into target: inout [UInt8], at start: Int) -> Int {
        let count = min(most, available - position)
        let from = position..<(position + count)
        target.withUnsafeMutableBytes { space in
            buffer.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: space[start...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[from]))
            }
        }
        position += count
        offset += Int64(count)
        return count
    }
}
