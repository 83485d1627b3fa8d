import Time

/// What has to be done to the rows so that they say what the configuration says: a pure function of both.
struct Reconciliation {
    /// A schedule of the configuration.
    struct Wanted {
        let id: String
        let definition: ScheduleDefinition
        /// When it runs first, if that is reckoned anew.
        let firstRun: Moment?
    }

    enum Action: String {
        case add, change, remove
    }

    let wanted: [Wanted]

    /// The changes, given what there is; rows that no configuration made stay as they are.
    func changes(in present: [Schedule]) -> [(action: Action, schedule: Schedule)] {
        let present = present.filter(\.isConfigured)
        let gone = present.filter { old in !wanted.contains { $0.id == old.id } }
        let kept = wanted.compactMap { wanted -> (Action, Schedule)? in
            guard let old = present.first(where: { $0.id == wanted.id }) else { return (.add, Self.row(of: wanted)) }
            return old.definition == wanted.definition ? nil : (.change, Self.row(of: wanted, instead: old))
        }
        return gone.map { (.remove, $0) } + kept
    }

    /// The rows as they will be, by id.
    func applied(to present: [Schedule]) -> [Schedule] {
        let changes = changes(in: present)
        let rest = present.filter { old in !changes.contains { $0.schedule.id == old.id } }
        return (rest + changes.filter { $0.action != .remove }.map(\.schedule)).sorted { $0.id < $1.id }
    }

    private static func row(of wanted: Wanted) -> Schedule {
        Schedule(
            id: wanted.id,
            definition: wanted.definition,
            isConfigured: true,
            isPaused: false,
            revision: 1,
            nextRunAt: wanted.firstRun
        )
    }

    /// When it runs next is reckoned anew if that is what changed.
    private static func row(of wanted: Wanted, instead old: Schedule) -> Schedule {
        var schedule = old
        if !wanted.definition.isAtSameTimes(as: old.definition), !old.isPaused { schedule.nextRunAt = wanted.firstRun }
        schedule.definition = wanted.definition
        schedule.revision += 1
        return schedule
    }
}
