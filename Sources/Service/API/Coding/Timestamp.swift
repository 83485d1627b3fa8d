import FoundationEssentials
import HTTPMessages

/// A moment as the API writes it: RFC 3339, UTC, milliseconds, `2026-11-21T01:30:00.000Z`.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The last millisecond of the year 9999, beyond which four digits end.
    private static let last: Int64 = 253_402_300_799_999
    private static let secondsOfDay: Int64 = 86_400

    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64

    /// Wraps a number of milliseconds; what lies outside 1970 to 9999 is moved to the nearest end.
    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, 0), Self.last)
    }

    /// Reads any moment of RFC 3339 §5.6 from 1970 to 9999; digits beyond milliseconds are dropped.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let seconds = Self.seconds(bytes[..<19]) else { return nil }
        var rest = bytes[19...]
        guard let fraction = Self.takeFraction(from: &rest), let offset = Self.offset(rest) else { return nil }
        let milliseconds = (seconds - offset) * 1000 + fraction
        guard (0...Self.last).contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// Twenty-four characters, so that texts sort as moments do.
    package var description: String {
        var bytes = Self.text(seconds: milliseconds / 1000)
        let fraction = Int(milliseconds % 1000)
        bytes += [UInt8(ascii: "."), UInt8(ascii: "0") + UInt8(fraction / 100)]
        Self.appendPair(fraction % 100, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether one moment lies before the other.
    package static func < (one: Timestamp, other: Timestamp) -> Bool {
        one.milliseconds < other.milliseconds
    }

    /// `2026-11-21T01:30:00` in UTC, from the last day of 1969 on.
    private static func text(seconds: Int64) -> [UInt8] {
        let (days, second) = (seconds + secondsOfDay).quotientAndRemainder(dividingBy: secondsOfDay)
        let date = CivilDay(daysSince1970: days - 1)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        appendPair(date.year / 100, to: &bytes)
        appendPair(date.year % 100, to: &bytes)
        appendPair(date.month, after: "-", to: &bytes)
        appendPair(date.day, after: "-", to: &bytes)
        appendPair(Int(second / 3600), after: "T", to: &bytes)
        appendPair(Int(second / 60 % 60), after: ":", to: &bytes)
        appendPair(Int(second % 60), after: ":", to: &bytes)
        return bytes
    }

    private static func appendPair(_ number: Int, after mark: Unicode.Scalar? = nil, to bytes: inout [UInt8]) {
        if let mark { bytes.append(UInt8(ascii: mark)) }
        bytes.append(UInt8(ascii: "0") + UInt8(number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// `2026-11-21T01:30:00` in UTC.
    ///
    /// The parser takes a 30th of February for a day in March: only a text that is written again the same was a moment.
    /// Before the last day of 1969 no zone leads into 1970.
    private static func seconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let text = String(decoding: bytes, as: UTF8.self).uppercased()
        guard let date = try? Date(text + "Z", strategy: .iso8601) else { return nil }
        let seconds = Int64(date.timeIntervalSince1970)
        guard seconds >= -secondsOfDay, Self.text(seconds: seconds).elementsEqual(text.utf8) else { return nil }
        return seconds
    }

    private static func takeFraction(from rest: inout ArraySlice<UInt8>) -> Int64? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
        rest = rest[digits.endIndex...]
        guard !digits.isEmpty else { return nil }
        return (0..<3).reduce(0) { sum, place in
            sum * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - 0x30) : 0)
        }
    }

    /// The seconds by which the given zone is ahead of UTC: `Z` or `+hh:mm`; a colon is 10 above the digit 0.
    private static func offset(_ zone: ArraySlice<UInt8>) -> Int64? {
        if zone.count == 1, zone.first == UInt8(ascii: "Z") || zone.first == UInt8(ascii: "z") { return 0 }
        guard zone.count == 6, let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return nil
        }
        let digits = zone.dropFirst().map { Int64($0) - 0x30 }
        guard digits[2] == 10, [0, 1, 3, 4].allSatisfy({ (0...9).contains(digits[$0]) }) else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[3] * 10 + digits[4])
        guard hours < 24, minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
}

extension Timestamp: Codable {
    /// Reads a text of RFC 3339.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let moment = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no moment of RFC 3339.")
        }
        self = moment
    }

    /// Writes `description`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
