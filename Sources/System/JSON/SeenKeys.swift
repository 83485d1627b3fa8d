/// The member names of the objects that are open, kept to find repeats in time that no document can make quadratic.
///
/// Names are only collected while an object is read. When it closes, a short list is compared pair by pair; a long one
/// is sorted, unless a table of digests shows that nothing repeats.
struct SeenKeys {
    private var keys: [SeenKey] = []
    private var starts: [Int] = []

    /// How many names the objects that are open have.
    var count: Int { keys.count }

    /// Starts the names of one more object.
    mutating func open() { starts.append(keys.count) }

    /// Notes one name of the innermost object.
    mutating func insert(_ key: SeenKey) { keys.append(key) }

    /// Forgets the innermost object; gives the offset of its first repeated name, if there is one.
    mutating func close(in bytes: [UInt8]) -> Int? {
        let start = starts.removeLast()
        defer { keys.removeLast(keys.count - start) }
        return keys.count - start <= 16 ? repeatInPairs(from: start, bytes) : repeatInOrder(from: start, bytes)
    }

    private func repeatInPairs(from start: Int, _ bytes: [UInt8]) -> Int? {
        for later in start..<keys.count {
            for earlier in start..<later where keys[earlier].isSame(as: keys[later], in: bytes) {
                return keys[later].range.lowerBound
            }
        }
        return nil
    }

    private func repeatInOrder(from start: Int, _ bytes: [UInt8]) -> Int? {
        guard mayRepeat(from: start) else { return nil }
        let sorted = keys[start...].sorted { $0.precedes($1, in: bytes) }
        var first: Int?
        for index in 1..<sorted.count where sorted[index - 1].isSame(as: sorted[index], in: bytes) {
            first = min(first ?? .max, sorted[index].range.lowerBound)
        }
        return first
    }

    /// Whether two digests are the same or crowd in one place, as hostile names can make them.
    private func mayRepeat(from start: Int) -> Bool {
        let bits = Int.bitWidth - (2 * (keys.count - start)).leadingZeroBitCount
        var table = [UInt32](repeating: 0, count: 1 << bits)
        return keys[start...].contains { !Self.enter($0.digest, table: &table, bits: bits) }
    }

    /// Finds a place for a digest within a few steps from where its upper bits point; its lower ones are what is kept,
    /// and 0 is a free place.
    private static func enter(_ digest: UInt64, table: inout [UInt32], bits: Int) -> Bool {
        let kept = UInt32(truncatingIfNeeded: digest) | 1
        var place = Int(digest &>> UInt64(64 - bits))
        for _ in 0..<16 {
            if table[place] == 0 {
                table[place] = kept
                return true
            }
            if table[place] == kept { return false }
            place = (place + 1) & (table.count - 1)
        }
        return false
    }
}

/// One member name with a digest of its unescaped bytes, so that most comparisons are of two integers.
struct SeenKey {
    let range: Range<Int>
    let isEscaped: Bool
    let digest: UInt64

    init(_ range: Range<Int>, isEscaped: Bool, in bytes: Span<UInt8>) {
        self.range = range
        self.isEscaped = isEscaped
        if isEscaped {
            let text = StringLiteral.unescaped(bytes, range)
            digest = Self.digest(text.span, 0..<text.count)
        } else {
            digest = Self.digest(bytes, range)
        }
    }

    /// Whether both names consist of the same bytes.
    func isSame(as other: SeenKey, in bytes: [UInt8]) -> Bool {
        digest == other.digest && order(against: other, in: bytes) == 0
    }

    /// A total order that keeps equal names together and, among them, the document's order.
    func precedes(_ other: SeenKey, in bytes: [UInt8]) -> Bool {
        guard digest == other.digest else { return digest < other.digest }
        let order = order(against: other, in: bytes)
        return order == 0 ? range.lowerBound < other.range.lowerBound : order < 0
    }

    private func order(against other: SeenKey, in bytes: [UInt8]) -> Int {
        let left = text(in: bytes)
        let right = other.text(in: bytes)
        guard left.count == right.count else { return left.count - right.count }
        for (a, b) in zip(left, right) where a != b { return Int(a) - Int(b) }
        return 0
    }

    private func text(in bytes: [UInt8]) -> ArraySlice<UInt8> {
        isEscaped ? StringLiteral.unescaped(bytes.span, range)[...] : bytes[range]
    }

    /// Cheap rather than strong: a collision costs one comparison.
    @inline(__always)
    private static func digest(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var digest = UInt64(range.count)
        var index = range.lowerBound
        while range.upperBound &- index > 8 {
            digest = mixed(digest, bytes.word(at: index))
            index &+= 8
        }
        guard range.count < 8 else { return mixed(digest, bytes.word(at: range.upperBound &- 8)) }
        var rest: UInt64 = 0
        while index < range.upperBound {
            rest = rest &<< 8 | UInt64(bytes[index])
            index &+= 1
        }
        return mixed(digest, rest)
    }

    @inline(__always)
    private static func mixed(_ digest: UInt64, _ word: UInt64) -> UInt64 {
        let product = (digest ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product &>> 32
    }
}
