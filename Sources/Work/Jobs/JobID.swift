/// A job's name: 14 characters of Crockford's base 32 that sort by time of creation.
///
/// Nine characters are milliseconds since 1970, five are chance; so the ids of two services do not meet.
package struct JobID: Hashable, Comparable, Sendable, CustomStringConvertible {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let timeBits = 45
    private static let saltBits = 25

    /// The id as text: safe in a path, an address and a file name.
    package let string: String

    /// Takes a text that is an id, in lower case; `nil` for any other.
    package init?(_ text: String) {
        guard text.utf8.count == 14, text.utf8.allSatisfy(Self.digits.contains) else { return nil }
        string = text
    }

    private init(time: UInt64, salt: UInt64) {
        let bits = UInt128(time) << Self.saltBits | UInt128(salt)
        let places = stride(from: Self.timeBits + Self.saltBits - 5, through: 0, by: -5)
        string = String(decoding: places.map { Self.digits[Int(bits >> $0 & 31)] }, as: UTF8.self)
    }

    /// Makes an id at a moment, in milliseconds since 1970, that sorts behind `previous` even if the clock went back.
    package static func make(at milliseconds: Int64, after previous: JobID? = nil) -> JobID {
        var generator = SystemRandomNumberGenerator()
        let salt = generator.next() & (1 << saltBits - 1)
        let time = UInt64(clamping: milliseconds) & (1 << timeBits - 1)
        let id = JobID(time: time, salt: salt)
        guard let previous, id <= previous else { return id }
        let next = previous.number + 1
        return JobID(time: UInt64(next >> saltBits), salt: UInt64(next & (1 << saltBits - 1)))
    }

    package var description: String { string }

    package static func < (left: JobID, right: JobID) -> Bool { left.string < right.string }

    private var number: UInt128 {
        string.utf8.reduce(0) { $0 << 5 | UInt128(Self.digits.firstIndex(of: $1) ?? 0) }
    }
}
