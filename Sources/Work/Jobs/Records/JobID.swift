import Time

/// Makes ids: nine characters of time and three of chance, so that they are short, unique and sort by age.
struct JobIDGenerator {
    // Crockford's base 32 in lower case: no letter that is taken for a digit, and in the order of its bytes.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let tailBits = 15

    private var last: UInt64

    /// Continues after `id`, whatever the clock says.
    init(after id: String?) {
        last = id.flatMap(Self.value) ?? 0
    }

    /// Whether a text has the form of an id.
    static func isID(_ text: String) -> Bool { value(text) != nil }

    /// The next id, greater than every one before it.
    mutating func next(time: Moment) -> String {
        let tail = UInt64.random(in: 0..<1 << Self.tailBits)
        last = max(UInt64(max(0, time.milliseconds)) << Self.tailBits | tail, last + 1)
        return Self.text(last)
    }

    private static func text(_ value: UInt64) -> String {
        let digits = (0..<12).reversed().map { alphabet[Int(value >> UInt64($0 * 5) & 31)] }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func value(_ id: String) -> UInt64? {
        guard id.utf8.count == 12 else { return nil }
        return id.utf8.reduce(0 as UInt64?) { value, byte in
            guard let value, let digit = alphabet.firstIndex(of: byte) else { return nil }
            return value << 5 | UInt64(digit)
        }
    }
}
