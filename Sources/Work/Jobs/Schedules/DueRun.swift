import Time

/// What becomes of a schedule at some moment: a pure function of what is known of it and what the clock shows.
enum DueRun: Equatable {
    /// A clock that goes back by less than this repeats nothing; by more, and schedules follow the new time.
    static let repeated = Duration.seconds(3 * 3600)
    /// So many missed times are counted.
    static let counted = 1000

    /// Nothing before this moment.
    case wait(until: Moment)
    /// A job, now; it stands for `missed` more that were missed, and the next follows at `next`.
    case start(missed: Int, next: Moment?)
    /// Nothing any more.
    case never

    /// Decides for a schedule that is not paused.
    init(_ schedule: Schedule, at now: Moment, in zone: ZoneRules) {
        let recurrence = schedule.definition.recurrence
        let last = schedule.lastMoment
        // What a clock that went back a little shows once more was done.
        let reference = last.map { $0 > now && $0 - now < Self.repeated ? $0 : now } ?? now
        let next = recurrence.next(after: reference, in: zone)
        guard let planned = schedule.nextRunAt else {
            self = next.map(DueRun.wait) ?? .never
            return
        }
        guard planned > now else {
            self = Self.due(since: planned, at: now, recurrence, in: zone)
            return
        }
        // A time further away than the next one was reckoned by a clock that was ahead, or by older rules of the zone.
        self = .wait(until: min(planned, next ?? planned))
    }

    private static func due(
        since planned: Moment,
        at now: Moment,
        _ recurrence: Recurrence,
        in zone: ZoneRules
    ) -> DueRun {
        if case .every(let interval) = recurrence {
            let missed = Int((now - planned) / interval)
            return .start(missed: min(missed, counted), next: planned + interval * (missed + 1))
        }
        var (missed, time) = (0, planned)
        while missed < counted, let next = recurrence.next(after: time, in: zone), next <= now {
            missed += 1
            time = next
        }
        return .start(missed: missed, next: recurrence.next(after: now, in: zone))
    }
}

extension Schedule {
    /// When something last came of it.
    fileprivate var lastMoment: Moment? { [lastRunAt, lastSkip?.at].compactMap(\.self).max() }
}
