/// A moment as `time` writes it (RFC 3339), comparable whatever its zone and precision.
struct PublishTime: Comparable {
    private let seconds: Int
    private let nanoseconds: Int

    /// Reads `2025-06-01T10:00:00.123Z` and its forms with another precision or an offset; `nil` for anything else.
    init?(_ text: String) {
        var reader = DigitReader(text.utf8[...])
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), (1...12).contains(month),
            reader.skip("-"), let day = reader.number(2), (1...31).contains(day), reader.skip("T"),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
            let second = reader.number(2), let nanoseconds = reader.fraction(), let offset = reader.offset()
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

/// The pieces of a moment, taken from the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: Substring.UTF8View) { rest = text }

    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: byte) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = nextDigit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func fraction() -> Int? {
        guard skip(".") else { return 0 }
        var value = 0
        var scale = 100_000_000
        guard let first = nextDigit() else { return nil }
        value = first * scale
        while let digit = nextDigit() {
            scale /= 10
            value += digit * scale
        }
        return value
    }

    /// The minutes east of UTC that end the text.
    mutating func offset() -> Int? {
        if skip("Z") { return rest.isEmpty ? 0 : nil }
        let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard skip("+") || skip("-"), let hours = number(2), skip(":"), let minutes = number(2), rest.isEmpty else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }

    private mutating func nextDigit() -> Int? {
        guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - 0x30)
    }
}
