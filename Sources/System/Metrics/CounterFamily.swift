import Synchronization

/// Counters of one kind, told apart by a key that gives them their labels; any thread may count.
package final class CounterFamily<Key: Hashable & Sendable>: Sendable {
    private let name: MetricName
    private let limit: Int
    private let labels: @Sendable (Key) -> [MetricLabel]
    private let counts = Mutex<[Key: UInt64]>([:])

    /// Names the family; more than `limit` different keys are not counted, so that nobody outside can make up series
    /// without end.
    package init(_ name: MetricName, limit: Int = 2000, labels: @escaping @Sendable (Key) -> [MetricLabel]) {
        self.name = name
        self.limit = limit
        self.labels = labels
    }

    /// Counts something.
    package func add(_ count: UInt64 = 1, to key: Key) {
        counts.withLock { counts in
            guard counts[key] != nil || counts.count < limit else { return }
            counts[key, default: 0] &+= count
        }
    }

    /// What was counted under a key.
    package func count(of key: Key) -> UInt64 { counts.withLock { $0[key] ?? 0 } }

    /// Adds the family to what is read.
    package func write(to exposition: inout Exposition) {
        exposition.begin(name, .counter)
        let counts = counts.withLock { $0 }
        for (labels, count) in counts.map({ (labels($0.key), $0.value) }).sorted(by: Self.order) {
            exposition.sample(Double(count), labels)
        }
    }

    private static func order(_ one: ([MetricLabel], UInt64), _ other: ([MetricLabel], UInt64)) -> Bool {
        one.0.map(\.value).lexicographicallyPrecedes(other.0.map(\.value))
    }
}
