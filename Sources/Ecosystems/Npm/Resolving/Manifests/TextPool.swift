/// Texts kept behind one another in one block of memory: a million short strings would cost ten times their bytes.
struct TextPool: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []

    /// The memory that it holds, in bytes.
    var footprint: Int { bytes.capacity + 4 * ends.capacity }

    subscript(position: UInt32) -> String {
        let start = position == 0 ? 0 : Int(ends[Int(position) - 1])
        return String(decoding: bytes[start..<Int(ends[Int(position)])], as: UTF8.self)
    }

    /// Adds a text and gives its position.
    mutating func append(_ text: String) -> UInt32 {
        bytes.append(contentsOf: text.utf8)
        ends.append(UInt32(bytes.count))
        return UInt32(ends.count - 1)
    }

    /// Gives back the memory that growing reserved.
    mutating func trim() {
        bytes = bytes.trimmed
        ends = ends.trimmed
    }
}

extension Array {
    /// The same elements without the memory that growing reserved.
    var trimmed: [Element] {
        var copy: [Element] = []
        copy.reserveCapacity(count)
        copy.append(contentsOf: self)
        return copy
    }
}

/// How a pool is kept: the length of each text, then all of them.
extension TextPool {
    var count: Int { ends.count }

    func write(to writer: inout CompactWriter) {
        var start: UInt32 = 0
        writer.list(ends) { writer, end in
            writer.number(end - start)
            start = end
        }
        writer.raw(bytes)
    }

    init(reading reader: inout CompactReader) throws {
        var end: UInt32 = 0
        ends = try reader.list { reader in
            end += try reader.number(below: Int(UInt32.max - end))
            return end
        }
        bytes = Array(try reader.raw(Int(end)))
    }
}

/// A pool in which the same text has the same position, while it is being filled.
struct TextInterning {
    private(set) var pool = TextPool()
    private var positions: [String: UInt32] = [:]
    private(set) var byteCount = 0

    mutating func position(of text: String) -> UInt32 {
        if let position = positions[text] { return position }
        let position = pool.append(text)
        positions[text] = position
        byteCount += text.utf8.count
        return position
    }

    /// The pool without the table that found the texts.
    consuming func finish() -> TextPool {
        pool.trim()
        return pool
    }
}
