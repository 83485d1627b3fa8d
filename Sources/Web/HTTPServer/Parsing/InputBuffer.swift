/// Bytes that were received and not yet used.
struct InputBuffer {
    private var bytes: [UInt8] = []
    private var start = 0
    /// How far a search for the end of the line has come.
    private var scanned = 0

    var isEmpty: Bool { start == bytes.count }
    var count: Int { bytes.count - start }
    /// Where the unused bytes start.
    var position: Int { start }
    var first: UInt8? { isEmpty ? nil : bytes[start] }

    /// Adds what was received.
    ///
    /// When all before was used, this only takes over the array.
    mutating func append(_ more: [UInt8]) {
        if isEmpty {
            bytes = more
            (start, scanned) = (0, 0)
        } else {
            bytes.removeFirst(start)
            scanned -= start
            start = 0
            bytes.append(contentsOf: more)
        }
    }

    /// Gives up the memory, when nothing is left in it.
    mutating func release() {
        guard isEmpty else { return }
        bytes = []
        (start, scanned) = (0, 0)
    }

    /// Where the next line feed lies; `nil` when there is none yet.
    ///
    /// What was searched is not searched again.
    mutating func endOfLine() -> Int? {
        let end = bytes.span.firstIndex(of: 0x0A, from: max(start, scanned))
        scanned = end ?? bytes.count
        return end
    }

    /// Lends the line that ends at `end`, without its line feed, to `body`, then counts it as used.
    mutating func takeLine<T>(
        endingAt end: Int,
        _ body: (inout [UInt8], Range<Int>) throws(HTTPServerError) -> T
    ) throws(HTTPServerError) -> T {
        let line = start..<end
        start = end + 1
        return try body(&bytes, line)
    }

    /// The unused bytes before `end`, or all of them.
    func peek(until end: Int? = nil) -> ArraySlice<UInt8> { bytes[start..<(end ?? bytes.count)] }

    /// Takes at most `limit` bytes.
    mutating func take(atMost limit: Int64) -> [UInt8] {
        let size = Int(min(Int64(count), limit))
        defer { skip(size) }
        if start == 0, size == bytes.count { return bytes }
        return Array(bytes[start..<(start + size)])
    }

    /// Counts bytes as used.
    mutating func skip(_ size: Int) { start += size }
}

extension Span<UInt8> {
    fileprivate func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < count {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }
}
