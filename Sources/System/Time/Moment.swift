import CShims

/// A moment of civil time, exact to the nanosecond, in the years 1677 to 2262.
package struct Moment: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Wraps a number of milliseconds since 1970; what lies too far away is moved to the nearest end.
    package init(milliseconds: Int64) { nanoseconds = Self.clamped(milliseconds, 1_000_000) }

    /// Wraps a number of seconds since 1970; what lies too far away is moved to the nearest end.
    package init(seconds: Int64) { nanoseconds = Self.clamped(seconds, 1_000_000_000) }

    /// Whole milliseconds since 1970, rounded down.
    package var milliseconds: Int64 { Self.floor(nanoseconds, 1_000_000) }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { Self.floor(nanoseconds, 1_000_000_000) }

    package static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment so much later, or the last one there is.
    package static func + (moment: Moment, duration: Duration) -> Moment {
        let (seconds, attoseconds) = duration.components
        let length = clamped(seconds, 1_000_000_000) + attoseconds / 1_000_000_000
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(length)
        return Moment(nanoseconds: overflow ? (length > 0 ? .max : .min) : sum)
    }

    /// The moment so much earlier, or the first one there is.
    package static func - (moment: Moment, duration: Duration) -> Moment { moment + (.zero - duration) }

    /// The time since `earlier`.
    package static func - (moment: Moment, earlier: Moment) -> Duration {
        .nanoseconds(moment.nanoseconds) - .nanoseconds(earlier.nanoseconds)
    }

    /// So many units as nanoseconds, at most the whole seconds that there is room for.
    private static func clamped(_ count: Int64, _ unit: Int64) -> Int64 {
        let last = Int64.max / 1_000_000_000 * (1_000_000_000 / unit)
        return min(max(count, -last), last) * unit
    }

    private static func floor(_ number: Int64, _ unit: Int64) -> Int64 {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: unit)
        return rest < 0 ? quotient - 1 : quotient
    }
}

/// The time of day, as whoever needs it is handed it; tests hand in one that they turn themselves.
package struct WallClock: Sendable {
    /// The present moment.
    package let now: @Sendable () -> Moment

    package init(_ now: @escaping @Sendable () -> Moment) { self.now = now }

    /// The machine's.
    package static let system = WallClock { Moment(nanoseconds: pf_realtime_nanoseconds()) }

    /// The machine's time in whole seconds since 1970, as cheap as the system has it: exact to a few milliseconds.
    package static var coarseSeconds: Int64 { pf_realtime_seconds() }
}

extension Moment: Codable {
    /// Reads a text of RFC 3339.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let moment = Moment(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "this is no moment of RFC 3339")
        }
        self = moment
    }

    /// Writes `description`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
