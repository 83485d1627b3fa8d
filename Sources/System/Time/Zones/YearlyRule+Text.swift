extension YearlyRule {
    /// Reads `CET-1CEST,M3.5.0,M10.5.0/3`; `nil` for anything else.
    init?(_ text: some Sequence<UInt8>) {
        var reader = RuleReader(Array(text))
        guard reader.skipName(), let west = reader.duration(hours: 24) else { return nil }
        standard = -west
        guard !reader.isAtEnd else {
            daylight = nil
            return
        }
        guard reader.skipName() else { return nil }
        let offset = reader.peek(",") ? standard + 3600 : reader.duration(hours: 24).map { -$0 }
        guard let offset, let begins = reader.change(), let ends = reader.change(), reader.isAtEnd else { return nil }
        daylight = (offset, begins, ends)
    }
}

/// Reads the pieces of such a text in their order.
private struct RuleReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    func peek(_ byte: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: byte) }

    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard peek(byte) else { return false }
        rest.removeFirst()
        return true
    }

    /// A name of letters, or of anything between angle brackets.
    mutating func skipName() -> Bool {
        if skip("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let letters = rest.prefix { (0x41...0x5A).contains($0 & 0xDF) }.count
        rest = rest.dropFirst(letters)
        return letters >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func duration(hours limit: Int) -> Int64? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = number(upTo: limit) else { return nil }
        var seconds = Int64(hours) * 3600
        for unit in [60, 1] as [Int64] where skip(":") {
            guard let count = number(upTo: 59) else { return nil }
            seconds += Int64(count) * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// `,M3.5.0/2`, `,J60` or `,59`.
    mutating func change() -> YearlyRule.Change? {
        guard skip(","), let day = day() else { return nil }
        guard skip("/") else { return YearlyRule.Change(day: day, second: 7200) }
        return duration(hours: 167).map { YearlyRule.Change(day: day, second: $0) }
    }

    private mutating func day() -> YearlyRule.Change.Day? {
        if skip("J") { return number(upTo: 365).flatMap { $0 > 0 ? .counted($0) : nil } }
        guard skip("M") else { return number(upTo: 365).map { .zeroBased($0) } }
        guard let month = number(upTo: 12), month > 0, skip("."), let week = number(upTo: 5), week > 0, skip("."),
            let weekday = number(upTo: 6)
        else { return nil }
        return .week(month: month, week: week, weekday: weekday)
    }

    private mutating func number(upTo limit: Int) -> Int? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return value <= limit ? value : nil
    }
}
