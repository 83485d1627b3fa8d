/// Values by key, bounded by what they cost together: the one not asked for longest goes first.
package struct LeastRecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Slot: Sendable {
        let key: Key
        var value: Value
        var cost: Int
        var older: Int?
        var newer: Int?
    }

    private let bound: Int
    private var slots: [Slot?] = []
    private var vacant: [Int] = []
    private var positions: [Key: Int] = [:]
    private var newest: Int?
    private var oldest: Int?

    /// What all values cost together, never above the bound.
    package private(set) var cost = 0

    /// Takes values that cost `bound` together at most.
    package init(bound: Int) { self.bound = bound }

    /// How many values there are.
    package var count: Int { positions.count }

    /// The value of `key`, which thereby becomes the newest.
    package mutating func value(_ key: Key) -> Value? {
        guard let position = positions[key] else { return nil }
        if position != newest {
            unlink(position)
            link(position)
        }
        return slots[position]?.value
    }

    /// Puts a value in place of the one `key` has; one that costs more than the bound is not taken.
    package mutating func insert(_ value: Value, for key: Key, cost: Int) {
        remove(key)
        guard cost <= bound else { return }
        while self.cost + cost > bound, let oldest, let key = slots[oldest]?.key { remove(key) }
        let position = vacant.popLast() ?? slots.count
        if position == slots.count { slots.append(nil) }
        slots[position] = Slot(key: key, value: value, cost: cost)
        positions[key] = position
        self.cost += cost
        link(position)
    }

    private mutating func remove(_ key: Key) {
        guard let position = positions.removeValue(forKey: key) else { return }
        unlink(position)
        cost -= slots[position]?.cost ?? 0
        slots[position] = nil
        vacant.append(position)
    }

    private mutating func link(_ position: Int) {
        slots[position]?.older = newest
        slots[position]?.newer = nil
        if let newest { slots[newest]?.newer = position }
        newest = position
        oldest = oldest ?? position
    }

    private mutating func unlink(_ position: Int) {
        let (older, newer) = (slots[position]?.older, slots[position]?.newer)
        if let older { slots[older]?.newer = newer } else { oldest = newer }
        if let newer { slots[newer]?.older = older } else { newest = older }
    }
}
