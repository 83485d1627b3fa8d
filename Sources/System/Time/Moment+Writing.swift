extension Moment: CustomStringConvertible {
    /// How much of a moment is written.
    package enum Precision: Sendable {
        /// `2026-11-21T01:30:00Z`, as in documents.
        case seconds
        /// `2026-11-21T01:30:00.000Z`, as in the interface and in logs.
        case milliseconds
    }

    /// RFC 3339 in UTC, cut to this precision; texts of one precision sort as their moments do.
    package func text(_ precision: Precision) -> String {
        let second = seconds
        let (days, rest) = (second + Self.shift).quotientAndRemainder(dividingBy: Self.secondsOfDay)
        let day = CivilDay(daysSince1970: days - Self.shift / Self.secondsOfDay)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        Self.append(day.year / 100, to: &bytes)
        Self.append(day.year % 100, to: &bytes)
        Self.append(day.month, after: "-", to: &bytes)
        Self.append(day.day, after: "-", to: &bytes)
        Self.append(Int(rest / 3600), after: "T", to: &bytes)
        Self.append(Int(rest / 60 % 60), after: ":", to: &bytes)
        Self.append(Int(rest % 60), after: ":", to: &bytes)
        if precision == .milliseconds {
            let fraction = Int(milliseconds - second * 1000)
            bytes += [UInt8(ascii: "."), UInt8(ascii: "0") + UInt8(fraction / 100)]
            Self.append(fraction % 100, to: &bytes)
        }
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Twenty-four characters, with milliseconds.
    package var description: String { text(.milliseconds) }

    private static let secondsOfDay: Int64 = 86_400
    /// A whole number of days that makes every second positive.
    private static let shift: Int64 = secondsOfDay << 20

    private static func append(_ number: Int, after mark: Unicode.Scalar? = nil, to bytes: inout [UInt8]) {
        if let mark { bytes.append(UInt8(ascii: mark)) }
        bytes.append(UInt8(ascii: "0") + UInt8(number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
