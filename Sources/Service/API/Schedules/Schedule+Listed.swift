import Time

/// What a list of schedules can be sorted by: `next` begins with the one that runs first, `last` with the one that ran last.
package enum ScheduleOrder: String, ListKey {
    case name, next, last

    package static let usual = Self.name
}

extension Schedule: ListedItem {
    package var texts: [String] { [id, type, sentence] }

    package func precedes(_ other: Schedule, by order: ScheduleOrder) -> Bool {
        switch order {
        case .name: id < other.id
        case .next: next < other.next
        case .last: last > other.last
        }
    }

    /// Those that start nothing come last.
    private var next: (Int, Moment, String) { (nextRuns.isEmpty ? 1 : 0, nextRuns.first ?? Moment(seconds: 0), id) }
    /// Those that never ran come last.
    private var last: (Moment, String) { (lastRunAt ?? Moment(seconds: 0), id) }
}
