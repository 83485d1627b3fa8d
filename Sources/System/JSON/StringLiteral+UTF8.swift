extension StringLiteral {
    /// Checks the multi-byte scalar at `start` against RFC 3629 §4: no overlong forms, no surrogates.
    static func endOfScalar(_ bytes: Span<UInt8>, at start: Int, to end: Int) throws(JSONError) -> Int {
        let (length, second) = try shape(bytes, at: start)
        for index in 1..<length {
            guard start + index < end else { throw JSONError(.unexpectedEnd, at: end, in: bytes) }
            let allowed = index == 1 ? second : 0x80...0xBF
            guard allowed.contains(bytes[start + index]) else { throw JSONError(.invalidUTF8, at: start, in: bytes) }
        }
        return start + length
    }

    private static func shape(
        _ bytes: Span<UInt8>,
        at start: Int
    ) throws(JSONError) -> (length: Int, second: ClosedRange<UInt8>) {
        switch bytes[start] {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: throw JSONError(.invalidUTF8, at: start, in: bytes)
        }
    }
}
