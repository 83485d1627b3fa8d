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
