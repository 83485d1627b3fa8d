/// A key and what was set for it; no value where that was taken away.
struct KeyChange<Key: Spoolable & Comparable, Value: Spoolable>: Spoolable {
    let key: Key
    let value: Value?

    static var blockLength: Int { Value.blockLength }

    init(_ key: Key, _ value: Value?) {
        self.key = key
        self.value = value
    }

    func pack(into bytes: inout PackedBytes) {
        key.pack(into: &bytes)
        bytes.pack(Int64(value == nil ? 0 : 1))
        value?.pack(into: &bytes)
    }

    init(unpacking bytes: inout PackedReader) {
        key = Key(unpacking: &bytes)
        value = bytes.number() == 0 ? nil : Value(unpacking: &bytes)
    }
}

/// Gives what several sorted runs have, in the order of the keys; of changes of one key the newest.
struct SpooledRuns<Key: Spoolable & Comparable, Value: Spoolable>: IteratorProtocol {
    private var runs: [SpooledIterator<KeyChange<Key, Value>>]
    private var heads: [KeyChange<Key, Value>?]

    /// The older runs come first, and before what is held.
    init(_ runs: [SpooledIterator<KeyChange<Key, Value>>], _ held: [KeyChange<Key, Value>]) {
        self.runs = runs + [SpooledList(held).makeIterator()]
        heads = []
        for index in self.runs.indices { heads.append(self.runs[index].next()) }
    }

    mutating func next() -> KeyChange<Key, Value>? {
        var least: KeyChange<Key, Value>?
        for head in heads {
            // Later ones are newer, and count where the key is the same.
            if let head, least.map({ head.key <= $0.key }) ?? true { least = head }
        }
        guard let least else { return nil }
        for index in heads.indices where heads[index]?.key == least.key { heads[index] = runs[index].next() }
        return least
    }
}
