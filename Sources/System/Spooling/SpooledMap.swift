/// Values by key, in the order of the keys, of which there may be more than memory holds.
///
/// What was set last is held, the rest lies in a spooled list, which is written anew whenever much was set: all in all
/// some ten times as much as there is.
package struct SpooledMap<Key: Spoolable & Hashable & Comparable, Value: Spoolable>: Sendable, Sequence {
    /// A key with its value, as it lies in the list.
    package struct Pair: Spoolable {
        package let key: Key
        package let value: Value

        package static var blockLength: Int { Value.blockLength }

        init(_ key: Key, _ value: Value) {
            self.key = key
            self.value = value
        }

        package func pack(into bytes: inout PackedBytes) {
            key.pack(into: &bytes)
            value.pack(into: &bytes)
        }

        package init(unpacking bytes: inout PackedReader) {
            key = Key(unpacking: &bytes)
            value = Value(unpacking: &bytes)
        }
    }

    /// How much is set before it is written, at least, and as a part of what there is.
    private static var held: (least: Int, part: Int) { (128 * Value.blockLength, 8) }

    private var base: SpooledList<Pair> = []
    private var changes: [Key: Value?] = [:]
    /// How many keys have a value.
    package private(set) var count = 0

    package init() {}

    /// The value of a key; `nil` where it has none.
    ///
    /// Logarithmic, and quick for one key after another in their order.
    package subscript(key: Key) -> Value? {
        if let change = changes[key] { return change }
        let index = base.firstIndex { $0.key < key }
        guard index < base.count else { return nil }
        let found = base[index]
        return found.key == key ? found.value : nil
    }

    /// Gives a key a value, or with `nil` none; throws where the temporary storage is full.
    package mutating func set(_ key: Key, _ value: Value?) throws {
        let isKnown = self[key] != nil
        if isKnown != (value != nil) { count += isKnown ? -1 : 1 }
        changes[key] = .some(value)
        if changes.count > Swift.max(Self.held.least, base.count / Self.held.part) { try settle() }
    }

    private mutating func settle() throws {
        base = try .build { pairs in for (key, value) in self { try pairs.append(Pair(key, value)) } }
        changes = [:]
    }

    package var isEmpty: Bool { count == 0 }

    /// The keys that have a value, in order.
    package var keys: LazyMapSequence<Self, Key> { lazy.map(\.key) }

    /// The values, in the order of their keys.
    package var values: LazyMapSequence<Self, Value> { lazy.map(\.value) }

    package func makeIterator() -> Iterator { Iterator(base.makeIterator(), changes.sorted { $0.key < $1.key }) }

    /// Gives what is in the list and what was changed since, side by side.
    package struct Iterator: IteratorProtocol {
        private var base: SpooledIterator<Pair>
        private var head: Pair?
        private var changes: ArraySlice<(key: Key, value: Value?)>

        init(_ base: SpooledIterator<Pair>, _ changes: [(key: Key, value: Value?)]) {
            self.base = base
            self.changes = changes[...]
            head = self.base.next()
        }

        package mutating func next() -> (key: Key, value: Value)? {
            while let change = changes.first, head.map({ change.key <= $0.key }) ?? true {
                changes.removeFirst()
                if head?.key == change.key { head = base.next() }
                if let value = change.value { return (change.key, value) }
            }
            guard let pair = head else { return nil }
            head = base.next()
            return (pair.key, pair.value)
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
        base = SpooledList(pairs.map { Pair($0.0, $0.1) }.sorted { $0.key < $1.key })
        count = base.count
    }
}
