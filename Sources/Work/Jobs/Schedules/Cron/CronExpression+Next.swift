package import Time

extension CronExpression {
    /// The first moment after this one, in a zone; `nil` beyond the year 2200.
    ///
    /// Where clocks are turned forward, what would lie in the gap happens once, at the first moment after it. Where they
    /// are turned back, what lies in the repeated time happens once, the first time. What happens at every hour follows
    /// the time that passes instead: in a gap nothing of it is missed, and a repeated hour is an hour like others.
    package func next(after moment: Moment, in zone: ZoneRules) -> Moment? {
        var from = moment.seconds + 1
        while from < Self.end {
            let stretch = zone.stretch(at: from)
            if let found = first(from: from, in: stretch, of: zone) { return Moment(seconds: found) }
            from = stretch.end
        }
        return nil
    }

    private static let end: Int64 = 7_258_118_400

    /// The first second of a stretch of time that is meant, not before `from`.
    private func first(from: Int64, in stretch: ZoneRules.Stretch, of zone: ZoneRules) -> Int64? {
        var local = from + stretch.offset
        if !isHourly, stretch.start > .min {
            // What clocks showed when the stretch began, and what they show since.
            let (before, after) = (
                stretch.start + zone.stretch(at: stretch.start - 1).offset, stretch.start + stretch.offset
            )
            if from == stretch.start, firstLocal(from: before, before: after) != nil { return from }
            local = max(local, before)
        }
        let end = min(stretch.end, Self.end) + stretch.offset
        return firstLocal(from: local, before: end).map { $0 - stretch.offset }
    }

    /// Whether it means no certain hours of the day.
    private var isHourly: Bool { hours.count == 24 }

    /// The first second of local time that is meant, from one second on and before another.
    private func firstLocal(from: Int64, before end: Int64) -> Int64? {
        guard from < end else { return nil }
        let minute = (from + 59) / 60
        var day = minute / 1440
        if isMeant(CivilDay(daysSince1970: day)), let found = firstMinute(from: Int(minute % 1440)) {
            return within(end, day, found)
        }
        while let next = nextDay(after: day), next * 86_400 < end {
            day = next
            if isMeant(CivilDay(daysSince1970: day)), let found = firstMinute(from: 0) {
                return within(end, day, found)
            }
        }
        return nil
    }

    private func within(_ end: Int64, _ day: Int64, _ minute: Int) -> Int64? {
        let time = day * 86_400 + Int64(minute) * 60
        return time < end ? time : nil
    }

    /// The next day of a month that is meant: months that are not are skipped.
    private func nextDay(after day: Int64) -> Int64? {
        let next = CivilDay(daysSince1970: day + 1)
        guard !months.contains(next.month) else { return day + 1 }
        let month = months.filter { $0 > next.month }.min()
        guard let month else { return months.min().map { CivilDay.firstDay(of: next.year + 1, month: $0) } }
        return CivilDay.firstDay(of: next.year, month: month)
    }

    private func isMeant(_ date: CivilDay) -> Bool {
        guard months.contains(date.month) else { return false }
        let (day, weekday) = (days.contains(date.day), weekdays.contains(date.weekday))
        return needsOneDay ? day || weekday : day && weekday
    }

    /// The first minute of a day that is meant, not before `minute`.
    private func firstMinute(from minute: Int) -> Int? {
        let (hour, rest) = (minute / 60, minute % 60)
        if hours.contains(hour), let found = minutes.first(where: { $0 >= rest }) { return hour * 60 + found }
        return hours.first { $0 > hour }.flatMap { hour in minutes.first.map { hour * 60 + $0 } }
    }
}
