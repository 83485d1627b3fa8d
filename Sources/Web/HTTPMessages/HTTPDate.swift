import Time

/// A date as HTTP writes it, exact to the second (RFC 9110 §5.6.7).
package struct HTTPDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z, never before that day and never after the year 9999.
    package let seconds: Int64

    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    /// The last second of the year 9999, beyond which the four digits end.
    private static let last: Int64 = 253_402_300_799

    /// Wraps a number of seconds; what lies outside 1970 to 9999 is moved to the nearest end.
    package init(seconds: Int64) { self.seconds = min(max(seconds, 0), Self.last) }

    /// Wraps nanoseconds since 1970, as file times are given, cut to the second.
    package init(nanoseconds: Int64) { self.init(seconds: nanoseconds / 1_000_000_000) }

    /// The preferred form: `Sun, 06 Nov 1994 08:49:37 GMT`.
    package var description: String { String(decoding: fixdate, as: UTF8.self) }

    /// The preferred form (IMF-fixdate) as 29 bytes.
    package var fixdate: [UInt8] {
        let day = CivilDay(daysSince1970: seconds / 86_400)
        let second = Int(seconds % 86_400)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(29)
        bytes.append(contentsOf: Self.weekdays[day.weekday].utf8)
        bytes.append(contentsOf: ", ".utf8)
        append(day.day, to: &bytes)
        bytes.append(0x20)
        bytes.append(contentsOf: Self.months[day.month - 1].utf8)
        bytes.append(0x20)
        append(day.year / 100, to: &bytes)
        append(day.year % 100, to: &bytes)
        bytes.append(0x20)
        append(second / 3600, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(second / 60 % 60, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(second % 60, to: &bytes)
        bytes.append(contentsOf: " GMT".utf8)
        return bytes
    }

    private func append(_ number: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    package static func < (left: HTTPDate, right: HTTPDate) -> Bool { left.seconds < right.seconds }
}

extension HTTPDate {
    /// Reads any of the three forms that a recipient must accept (RFC 9110 §5.6.7); `nil` for anything else.
    ///
    /// Two-digit years 70 to 99 are of the last century, the others of this one. The day's name is not compared.
    package init?(parsing text: String) {
        guard text.utf8.count <= 40 else { return nil }
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" })
        let isAscTime = words.count == 5 && !text.utf8.contains(UInt8(ascii: ","))
        let order = isAscTime ? AscTime.order : Self.fixdateOrder
        guard isAscTime || (words.count == 6 && words[5] == "GMT") else { return nil }
        guard let month = Self.months.firstIndex(of: String(words[order.month])) else { return nil }
        guard let day = Self.digits(words[order.day], 1...2), let year = Self.year(words[order.year]) else {
            return nil
        }
        guard year >= 1970, let date = CivilDay(year: year, month: month + 1, day: day) else { return nil }
        guard let second = Self.secondOfDay(words[order.time]) else { return nil }
        self.init(seconds: date.daysSince1970 * 86_400 + second)
    }

    private struct AscTime {
        // `Sun Nov  6 08:49:37 1994`
        static let order = (day: 2, month: 1, year: 4, time: 3)
    }

    // `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`
    private static let fixdateOrder = (day: 1, month: 2, year: 3, time: 4)

    private static func year(_ word: Substring) -> Int? {
        guard word.utf8.count == 2 else { return digits(word, 4...4) }
        return digits(word, 2...2).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
    }

    private static func secondOfDay(_ word: Substring) -> Int64? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        guard let hour = digits(parts[0], 2...2), let minute = digits(parts[1], 2...2) else { return nil }
        // A leap second is written as 60 (RFC 9110 §5.6.7); it counts as the first second of the next minute.
        guard let second = digits(parts[2], 2...2), hour < 24, minute < 60, second <= 60 else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    private static func digits(_ word: Substring, _ lengths: ClosedRange<Int>) -> Int? {
        guard lengths.contains(word.utf8.count), word.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(word)
    }
}
