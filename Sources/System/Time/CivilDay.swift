/// A day of the Gregorian calendar, carried on backwards to the year 0.
package struct CivilDay: Sendable {
    /// The year, the month and the day in it; the latter two from 1 on.
    package let year: Int
    package let month: Int
    package let day: Int

    /// Finds the calendar day, from the year 0 on.
    ///
    /// The arithmetic counts years from March, so that a leap day ends its year, and begins 400 years early, so that
    /// nothing in it is negative.
    package init(daysSince1970 days: Int64) {
        let shifted = Int(days) + 719_468 + 146_097
        let era = shifted / 146_097 - 1
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Checks that the day exists in its month, in the years 0 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Self.length(ofMonth: month, in: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// How many days after 1970-01-01 it is.
    package var daysSince1970: Int64 {
        let marchYear = (month <= 2 ? year - 1 : year) + 400
        let marchMonth = month > 2 ? month - 3 : month + 9
        let era = marchYear / 400
        let yearOfEra = marchYear % 400
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64((era - 1) * 146_097 + dayOfEra - 719_468)
    }

    /// The day of the week of a day from 1970 on; 0 is Sunday.
    package var weekday: Int { Self.weekday(ofDay: daysSince1970) }

    /// The day of the week of a day after 1970-01-01; 0 is Sunday.
    package static func weekday(ofDay daysSince1970: Int64) -> Int { Int((daysSince1970 + 4) % 7) }

    /// The first day of a month, or of a year, as days after 1970-01-01.
    package static func firstDay(of year: Int, month: Int = 1) -> Int64 {
        CivilDay(year: year, month: month, day: 1)?.daysSince1970 ?? 0
    }

    /// How many days a month has, from 1 on.
    package static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
}
