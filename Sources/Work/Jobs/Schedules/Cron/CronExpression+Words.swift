extension CronExpression {
    /// When it is, in words: `at 03:00 on Sundays`.
    package var sentence: String {
        [time, date].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static let shownTimes = 4
    private static let weekdayNames = [
        "Sundays", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays",
    ]
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private var time: String {
        if hours.count == 24 { return minutesOfHours }
        guard hours.count * minutes.count > Self.shownTimes else {
            let times = hours.flatMap { hour in minutes.map { Self.clock(hour, $0) } }
            return "at \(Self.list(times))"
        }
        return "\(minutesOfHours) from \(Self.runs(hours).map(Self.hours).joined(separator: " and from "))"
    }

    /// What each of its hours has.
    private var minutesOfHours: String {
        if minutes == [0] { return "every hour" }
        if let step = Self.step(minutes, of: 60) { return step == 1 ? "every minute" : "every \(step) minutes" }
        return "at \(Self.list(Self.runs(minutes).map(Self.span))) minutes past the hour"
    }

    private static func hours(_ run: ClosedRange<Int>) -> String {
        "\(clock(run.lowerBound, 0)) to \(clock(run.upperBound, 59))"
    }

    private var date: String {
        let (hasDays, hasWeekdays) = (days.count < 31, weekdays.count < 7)
        switch (hasDays, hasWeekdays) {
        case (false, false):
            return months.count == 12 ? "every day".unless(hours.count == 24) : "every day in \(monthList)"
        case (true, false): return monthDays
        case (false, true): return "on \(weekdayList)\(inMonths)"
        case (true, true):
            guard needsOneDay else { return "\(monthDays) that are \(weekdayList)" }
            return "\(monthDays), and on \(weekdayList)\(inMonths)"
        }
    }

    private var monthDays: String { "on the \(dayList) of \(months.count == 12 ? "every month" : monthList)" }

    private var inMonths: String { months.count == 12 ? "" : " in \(monthList)" }

    private var dayList: String {
        Self.list(
            Self.runs(days.sorted()).map { run in
                run.count == 1
                    ? Self.ordinal(run.lowerBound)
                    : "\(Self.ordinal(run.lowerBound)) to \(Self.ordinal(run.upperBound))"
            }
        )
    }

    private var weekdayList: String {
        // The week of these lists begins on Monday.
        let runs = Self.runs(weekdays.map { ($0 + 6) % 7 }.sorted())
        return Self.list(runs.map { Self.span($0) { Self.weekdayNames[($0 + 1) % 7] } })
    }

    private var monthList: String {
        Self.list(Self.runs(months.sorted()).map { Self.span($0) { Self.monthNames[$0 - 1] } })
    }

    private static func ordinal(_ number: Int) -> String {
        let endings = [1: "st", 2: "nd", 3: "rd"]
        return "\(number)\((11...13).contains(number) ? "th" : endings[number % 10] ?? "th")"
    }

    private static func clock(_ hour: Int, _ minute: Int) -> String { "\(two(hour)):\(two(minute))" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func span(_ run: ClosedRange<Int>) -> String { span(run) { "\($0)" } }

    private static func span(_ run: ClosedRange<Int>, _ name: (Int) -> String) -> String {
        switch run.count {
        case 1: name(run.lowerBound)
        case 2: "\(name(run.lowerBound)) and \(name(run.upperBound))"
        default: "\(name(run.lowerBound)) to \(name(run.upperBound))"
        }
    }

    /// Numbers that follow each other, together.
    private static func runs(_ sorted: [Int]) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        for number in sorted {
            if let last = runs.last, last.upperBound == number - 1 {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs
    }

    /// The distance of numbers that divide a whole evenly.
    private static func step(_ sorted: [Int], of whole: Int) -> Int? {
        guard let first = sorted.first, first == 0, whole % sorted.count == 0 else { return nil }
        let step = whole / sorted.count
        return sorted.enumerated().allSatisfy { $0.element == $0.offset * step } ? step : nil
    }

    private static func list(_ items: [String]) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension String {
    fileprivate func unless(_ isNeedless: Bool) -> String { isNeedless ? "" : self }
}
