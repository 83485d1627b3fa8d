package import Time

/// The dates of Releases, as `date -R -u` writes them (RFC 5322 §3.3), always in UTC.
package enum ReleaseDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let zones: Set<Substring> = ["UTC", "GMT", "Z", "+0000", "-0000"]

    /// Reads `Sat, 09 Dec 2023 10:00:00 UTC`, and `GMT`, `Z` or `+0000` in its place; `nil` for anything else.
    ///
    /// The day's name may be missing and is not compared; apt takes no other zone either.
    package static func read(_ text: String) -> Moment? {
        guard text.utf8.count <= 60 else { return nil }
        var words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
        if words.first?.last == "," { words.removeFirst() }
        let parts = Array(words)
        guard parts.count == 5, zones.contains(parts[4]), let day = number(parts[0], 1...2),
            let month = months.firstIndex(of: String(parts[1])), let year = number(parts[2], 4...4),
            let date = CivilDay(year: year, month: month + 1, day: day), let second = second(parts[3])
        else { return nil }
        return Moment(seconds: date.daysSince1970 * 86_400 + second)
    }

    /// Writes one as apt-ftparchive does, exact to the second: `Sat, 09 Dec 2023 10:00:00 UTC`.
    package static func text(_ moment: Moment) -> String {
        let second = moment.seconds
        let days = second.flooredQuotient(86_400)
        let (day, rest) = (CivilDay(daysSince1970: days), Int(second - days * 86_400))
        let name = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][day.weekday]
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map(twoDigits).joined(separator: ":")
        return "\(name), \(twoDigits(day.day)) \(months[day.month - 1]) \(day.year) \(time) UTC"
    }

    private static func second(_ word: Substring) -> Int64? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = number(parts[0], 1...2), let minute = number(parts[1], 2...2),
            let second = number(parts[2], 2...2), hour < 24, minute < 60, second <= 60
        else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    private static func number(_ word: Substring, _ lengths: ClosedRange<Int>) -> Int? {
        guard lengths.contains(word.utf8.count), word.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(word)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
