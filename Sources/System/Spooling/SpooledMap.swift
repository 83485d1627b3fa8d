/// Values by key, in the order of the keys, of which there may be more than memory holds.
///
/// What was set last is held. Once that is much it is written as a sorted run; runs that are about as long as each other
/// become one, so that there are few, and each pair is written some ten times at most.
package struct SpooledMap<Key: Spoolable & Hashable & Comparable, Value: Spoolable>: Sendable, Sequence {
    /// How much is set before it is written.
    static var held: Int { 64 * Value.blockLength }

    /// The older come first, and are longer.
    private var runs: [SpooledList<KeyChange<Key, Value>>] = []
    private var changes: [Key: Value?] = [:]
    /// How many keys have a value.
    package private(set) var count = 0

    package init() {}

    /// The value of a key; `nil` where it has none.
    ///
    /// Logarithmic, and quick for one key after another in their order.
    package subscript(key: Key) -> Value? {
        if let change = changes[key] { return change }
        for run in runs.reversed() {
            let index = run.firstIndex { $0.key < key }
            guard index < run.count else { continue }
            let found = run[index]
            if found.key == key { return found.value }
        }
        return nil
    }

    /// Gives a key a value, or with `nil` none; throws where the temporary storage is full.
    package mutating func set(_ key: Key, _ value: Value?) throws {
        let isKnown = self[key] != nil
        if isKnown != (value != nil) { count += isKnown ? -1 : 1 }
        changes[key] = .some(value)
        if changes.count > Self.held { try settle() }
    }

    private mutating func settle() throws {
        let newest = Self.sorted(changes)
        runs.append(try .build { try $0.append(contentsOf: newest) })
        changes = [:]
        while runs.count > 1, runs[runs.count - 2].count < 2 * runs[runs.count - 1].count {
            let joined = SpooledRuns(runs.suffix(2).map { $0.makeIterator() }, [])
            let isOldest = runs.count == 2
            let run = try SpooledList<KeyChange<Key, Value>>.build { run in
                // What is gone from the oldest run is gone.
                for change in IteratorSequence(joined) where !isOldest || change.value != nil { try run.append(change) }
            }
            runs.removeLast(2)
            runs.append(run)
        }
    }

    private static func sorted(_ changes: [Key: Value?]) -> [KeyChange<Key, Value>] {
        changes.map { KeyChange($0.key, $0.value) }.sorted { $0.key < $1.key }
    }

    /// Whether no key has a value.
    package var isEmpty: Bool { count == 0 }

    /// The keys that have a value, in order.
    package var keys: LazyMapSequence<Self, Key> { lazy.map(\.key) }

    /// The values, in the order of their keys.
    package var values: LazyMapSequence<Self, Value> { lazy.map(\.value) }

    package func makeIterator() -> Iterator {
        Iterator(SpooledRuns(runs.map { $0.makeIterator() }, Self.sorted(changes)))
    }

    /// Gives the pairs in the order of their keys.
    package struct Iterator: IteratorProtocol {
        private var runs: SpooledRuns<Key, Value>

        init(_ runs: SpooledRuns<Key, Value>) { self.runs = runs }

        package mutating func next() -> (key: Key, value: Value)? {
            while let change = runs.next() {
                if let value = change.value { return (change.key, value) }
            }
            return nil
        }
    }
}

extension SpooledMap: Equatable where Value: Equatable {
    package static func == (left: SpooledMap, right: SpooledMap) -> Bool {
        left.count == right.count && left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
    }
}

extension SpooledMap: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (Key, Value)...) { self.init(elements) }

    /// The same pairs, whose keys differ, held in memory.
    package init(_ pairs: some Sequence<(Key, Value)>) {
        runs = [SpooledList(pairs.map { KeyChange($0.0, $0.1) }.sorted { $0.key < $1.key })]
        count = runs[0].count
    }
}
