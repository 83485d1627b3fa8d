/// A strict pull reader over bytes (RFC 8259): every byte it passes is validated, nothing is copied until asked for.
///
/// The caller states what it expects, and gets it or a `JSONError`. Values can be left to `skipValue()`, which
/// validates them and gives their span. After an error the scanner is of no further use.
package struct JSONScanner {
    /// The bytes read from; spans given out are ranges of this array.
    package let bytes: [UInt8]
    /// The next byte to be read.
    package internal(set) var position: Int

    let upperBound: Int
    let limits: JSONLimits
    var depth = 0
    /// Whether the innermost open container has given nothing yet, so that no comma is due.
    var isAtFirst = false
    var seen: SeenKeys?

    /// Reads `bytes`, or the part of them in `range`; throws `tooLong` beyond the limits.
    package init(
        _ bytes: [UInt8],
        range: Range<Int>? = nil,
        limits: JSONLimits = .standard,
        duplicateKeys: DuplicateKeys = .allow
    ) throws(JSONError) {
        let range = range ?? 0..<bytes.count
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the range must lie within the bytes")
        guard range.count <= limits.bytes else {
            throw JSONError(.tooLong, at: range.lowerBound + limits.bytes, in: bytes.span)
        }
        self.bytes = bytes
        self.limits = limits
        position = range.lowerBound
        upperBound = range.upperBound
        seen = duplicateKeys == .reject ? SeenKeys() : nil
    }

    /// The kinds of value, told apart by their first byte.
    package enum Kind: Hashable, Sendable {
        case object, array, string, number, bool, null
    }

    /// What the next value is, without reading it.
    package mutating func peek() throws(JSONError) -> Kind {
        switch try nextByte() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        default: throw error(.unexpectedByte)
        }
    }

    /// Throws unless nothing but white space is left.
    package mutating func end() throws(JSONError) {
        skipWhiteSpace()
        guard position == upperBound else { throw error(.trailingBytes) }
    }

    /// Moves to the next byte that is not white space and looks at it.
    @inline(__always)
    mutating func nextByte() throws(JSONError) -> UInt8 {
        skipWhiteSpace()
        guard position < upperBound else { throw error(.unexpectedEnd) }
        return bytes[position]
    }

    @inline(__always)
    mutating func skipWhiteSpace() {
        if position < upperBound, bytes[position] == UInt8(ascii: " ") { position &+= 1 }
        if position < upperBound, bytes[position] > 0x20 { return }
        passWhiteSpace()
    }

    @inline(never)
    private mutating func passWhiteSpace() {
        var index = position
        while index < upperBound, bytes[index].isWhiteSpace { index &+= 1 }
        position = index
    }

    /// Passes one byte that the grammar demands here.
    @inline(__always)
    mutating func expect(_ byte: UInt8, else reason: JSONError.Reason) throws(JSONError) {
        guard try nextByte() == byte else { throw error(reason) }
        position += 1
    }

    func error(_ reason: JSONError.Reason) -> JSONError { error(reason, at: position) }

    @inline(never)
    func error(_ reason: JSONError.Reason, at offset: Int) -> JSONError {
        JSONError(reason, at: offset, in: bytes.span)
    }
}

extension UInt8 {
    /// Space, tab, line feed or carriage return (RFC 8259 §2).
    @inline(__always)
    var isWhiteSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

    @inline(__always)
    var isDigit: Bool { self &- 0x30 < 10 }
}
