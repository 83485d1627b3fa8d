/// Which offset from UTC holds when in one time zone.
package struct ZoneRules: Sendable, Equatable {
    /// A stretch of time in which one offset holds.
    package struct Stretch: Sendable, Equatable {
        /// Its first second since 1970; `Int64.min` where it has no beginning.
        package let start: Int64
        /// The second after its last; `Int64.max` where it has no end.
        package let end: Int64
        /// Seconds east of UTC.
        package let offset: Int64
    }

    /// A moment from which another offset holds.
    struct Transition: Sendable, Equatable {
        let time: Int64
        let offset: Int64
    }

    private let first: Int64
    private let transitions: [Transition]
    private let rule: YearlyRule?

    /// The zone without any change.
    package static let utc = ZoneRules(first: 0, transitions: [], rule: nil)

    /// A zone that changes alike in every year, as POSIX writes `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`; `nil` for anything else.
    package init?(rule text: String) {
        guard let rule = YearlyRule(text.utf8) else { return nil }
        self.init(first: rule.standard, transitions: [], rule: rule)
    }

    /// Takes the offset at the beginning, the changes in their order, and what holds after the last of them.
    init(first: Int64, transitions: [Transition], rule: YearlyRule?) {
        self.first = first
        self.transitions = transitions
        self.rule = rule
    }

    /// The stretch that a second since 1970 lies in.
    package func stretch(at time: Int64) -> Stretch {
        let count = transitions.partitioningIndex { $0.time > time }
        if count < transitions.count || rule == nil { return listed(count) }
        return ruled(at: time)
    }

    /// The one that ends with the transition of this index.
    private func listed(_ index: Int) -> Stretch {
        Stretch(
            start: index == 0 ? .min : transitions[index - 1].time,
            end: index == transitions.count ? .max : transitions[index].time,
            offset: index == 0 ? first : transitions[index - 1].offset
        )
    }

    private func ruled(at time: Int64) -> Stretch {
        guard let rule else { return listed(transitions.count) }
        let last = transitions.last?.time ?? .min
        let changes = rule.changes(around: time).filter { $0.time > last }
        let following = changes.firstIndex { $0.time > time }
        let end = following.map { changes[$0].time } ?? .max
        guard let current = changes.last(where: { $0.time <= time }) else {
            return Stretch(start: last, end: end, offset: transitions.last?.offset ?? rule.standard)
        }
        return Stretch(start: current.time, end: end, offset: current.offset)
    }
}

extension Array {
    /// The index of the first element that belongs to the second part, in an array of two parts.
    fileprivate func partitioningIndex(_ belongsToSecond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
