/// A moment as `time` writes it (RFC 3339), comparable whatever its zone and precision.
struct PublishTime: Comparable {
    private let seconds: Int
    private let nanoseconds: Int

    /// Reads `2025-06-01T10:00:00.123Z` and its forms with another precision or an offset; `nil` for anything else.
    init?(_ text: String) { self.init(text.utf8.span) }

    /// The same over bytes.
    init?(_ text: Span<UInt8>) {
        var at = 0
        guard let year = text.number(4, &at), text.skip("-", &at),
            let month = text.number(2, &at), (1...12).contains(month), text.skip("-", &at),
            let day = text.number(2, &at), (1...31).contains(day), text.skip("T", &at),
            let hour = text.number(2, &at), text.skip(":", &at), let minute = text.number(2, &at), text.skip(":", &at),
            let second = text.number(2, &at), let nanoseconds = text.fraction(&at), let offset = text.offset(&at)
        else { return nil }
        seconds = ((Self.days(year, month, day) * 24 + hour) * 60 + minute - offset) * 60 + second
        self.nanoseconds = nanoseconds
    }

    static func < (left: PublishTime, right: PublishTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Days since the beginning of the civil calendar's year 0, in the proleptic Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let monthOfYear = (month + 9) % 12
        return 365 * year + year / 4 - year / 100 + year / 400 + (153 * monthOfYear + 2) / 5 + day
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

    fileprivate func fraction(_ at: inout Int) -> Int? {
        guard skip(".", &at) else { return 0 }
        var value = 0
        var scale = 100_000_000
        guard let first = digit(&at) else { return nil }
        value = first * scale
        while let digit = digit(&at) {
            scale /= 10
            value += digit * scale
        }
        return value
    }

    /// The minutes east of UTC that end the text.
    fileprivate func offset(_ at: inout Int) -> Int? {
        if skip("Z", &at) { return at == count ? 0 : nil }
        let sign = at < count && self[at] == UInt8(ascii: "-") ? -1 : 1
        guard skip("+", &at) || skip("-", &at), let hours = number(2, &at), skip(":", &at),
            let minutes = number(2, &at), at == count
        else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private func digit(_ at: inout Int) -> Int? {
        guard at < count, (0x30...0x39).contains(self[at]) else { return nil }
        defer { at += 1 }
        return Int(self[at] - 0x30)
    }
}
