/// The member names of the objects that are open, kept to find repeats in time that no document can make quadratic.
///
/// Names are only collected while an object is read. When it closes, a short list is compared pair by pair and a long
/// one is sorted first.
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
        return keys.count - start <= 32 ? repeatInPairs(from: start, bytes) : repeatInOrder(from: start, bytes)
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
        guard digestsRepeat(from: start) else { return nil }
        let sorted = keys[start...].sorted { $0.precedes($1, in: bytes) }
        var first: Int?
        for index in 1..<sorted.count where sorted[index - 1].isSame(as: sorted[index], in: bytes) {
            first = min(first ?? .max, sorted[index].range.lowerBound)
        }
        return first
    }

    private func digestsRepeat(from start: Int) -> Bool {
        let digests = keys[start...].map(\.digest).sorted()
        for index in 1..<digests.count where digests[index - 1] == digests[index] { return true }
        return false
    }
}
