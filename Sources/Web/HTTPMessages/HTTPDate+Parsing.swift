import Time

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
