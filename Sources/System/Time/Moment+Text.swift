extension Moment {
    /// Reads any moment of RFC 3339 §5.6; `nil` for anything else.
    ///
    /// Digits beyond nanoseconds are dropped, a leap second counts as the one after it, and what lies outside of 1677
    /// to 2262 is moved to the nearest end.
    package init?(_ text: String) { self.init(text.utf8.span) }

    /// The same over bytes, which are not copied.
    package init?(_ text: Span<UInt8>) {
        var at = 0
        guard let year = text.number(4, &at), text.skip("-", &at), let month = text.number(2, &at), text.skip("-", &at),
            let day = text.number(2, &at), let date = CivilDay(year: year, month: month, day: day),
            text.skip("T", &at) || text.skip("t", &at),
            let hour = text.number(2, &at), hour < 24, text.skip(":", &at),
            let minute = text.number(2, &at), minute < 60, text.skip(":", &at),
            let second = text.number(2, &at), second <= 60,
            let fraction = text.fraction(&at), let offset = text.offset(&at), at == text.count
        else { return nil }
        let minutes = (Int(date.daysSince1970) * 24 + hour) * 60 + minute - offset
        // No fraction leads out of the range that whole seconds are moved into.
        nanoseconds = Moment(seconds: Int64(minutes * 60 + second)).nanoseconds + Int64(fraction)
    }
}

/// The pieces of a moment: each is read at `at`, which moves past it.
extension Span<UInt8> {
    fileprivate func skip(_ byte: Unicode.Scalar, _ at: inout Int) -> Bool {
        guard at < count, self[at] == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    fileprivate func number(_ digits: Int, _ at: inout Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit(&at) else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// The nanoseconds; none are written as nothing.
    fileprivate func fraction(_ at: inout Int) -> Int? {
        guard skip(".", &at) else { return 0 }
        guard let first = digit(&at) else { return nil }
        var scale = 100_000_000
        var value = first * scale
        while let digit = digit(&at) {
            scale /= 10
            value += digit * scale
        }
        return value
    }

    /// The minutes east of UTC.
    fileprivate func offset(_ at: inout Int) -> Int? {
        if skip("Z", &at) || skip("z", &at) { return 0 }
        let sign = at < count && self[at] == UInt8(ascii: "-") ? -1 : 1
        guard skip("+", &at) || skip("-", &at), let hours = number(2, &at), hours < 24, skip(":", &at),
            let minutes = number(2, &at), minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private func digit(_ at: inout Int) -> Int? {
        guard at < count, (0x30...0x39).contains(self[at]) else { return nil }
        defer { at += 1 }
        return Int(self[at] - 0x30)
    }
}

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
