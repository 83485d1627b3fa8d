/// The member names of the objects that are open, kept to find repeats in time that no document can make quadratic.
///
/// Names are only collected while an object is read. When it closes, a short list is compared pair by pair; a long one
/// is sorted, unless a table of digests shows that nothing repeats.
struct SeenKeys {
    private var keys: [SeenKey] = []
    private var starts: [Int] = []

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
