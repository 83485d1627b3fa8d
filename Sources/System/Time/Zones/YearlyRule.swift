/// How a zone changes its offset every year: the text at the end of a file of RFC 9636 (§3.3.1), as POSIX writes `TZ`.
struct YearlyRule: Sendable, Equatable {
    /// A day of every year, and the second after its midnight, in local time before the change.
    struct Change: Sendable, Equatable {
        enum Day: Sendable, Equatable {
            /// The 1st to 365th; the 29th of February is never counted.
            case counted(Int)
            /// The 0th to 365th; the 29th of February is counted.
            case zeroBased(Int)
            /// A day of the week (0 is Sunday) in the first to fourth, or last (5), week of a month.
            case week(month: Int, week: Int, weekday: Int)
        }

        let day: Day
        let second: Int64

        /// The moment of a year, in local seconds since 1970.
        func localTime(in year: Int) -> Int64 { days(in: year) * 86_400 + second }

        private func days(in year: Int) -> Int64 {
            switch day {
            case .counted(let day):
                let isAfterFebruary = day >= 60 && CivilDay.isLeap(year)
                return CivilDay.firstDay(of: year) + Int64(day - 1 + (isAfterFebruary ? 1 : 0))
            case .zeroBased(let day): return CivilDay.firstDay(of: year) + Int64(day)
            case .week(let month, let week, let weekday):
                let first = CivilDay.firstDay(of: year, month: month)
                let ahead = (weekday - CivilDay.weekday(ofDay: first) + 7) % 7
                let wanted = ahead + (week - 1) * 7
                let length = CivilDay.length(ofMonth: month, in: year)
                return first + Int64(wanted < length ? wanted : wanted - 7)
            }
        }
    }

    let standard: Int64
    let daylight: (offset: Int64, begins: Change, ends: Change)?

    /// The changes of the years around a moment, in their order.
    func changes(around time: Int64) -> [ZoneRules.Transition] {
        guard let daylight else { return [] }
        // Beyond these years nobody plans; what lies there is moved to their ends.
        let day = min(max(time, 0), 32_000_000_000) / 86_400
        let year = CivilDay(daysSince1970: day).year
        let changes = (year - 2...year + 2).flatMap { year in
            [
                ZoneRules.Transition(
                    time: daylight.begins.localTime(in: year) - standard,
                    offset: daylight.offset
                ),
                ZoneRules.Transition(
                    time: daylight.ends.localTime(in: year) - daylight.offset,
                    offset: standard
                ),
            ]
        }
        return changes.sorted { $0.time < $1.time }
    }

    static func == (left: YearlyRule, right: YearlyRule) -> Bool {
        guard left.standard == right.standard else { return false }
        switch (left.daylight, right.daylight) {
        case (nil, nil): return true
        case (let left?, let right?): return left == right
        default: return false
        }
    }
}
