extension TidyingPass {
    /// What stands for text that is none.
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// Copies the string at the next byte, quotes included; says whether something in it is escaped.
    mutating func string() throws(JSONError) -> Bool {
        var isEscaped = false
        copy(to: position + 1)
        while true {
            copy(to: StringLiteral.endOfPlainRun(bytes.span, from: position, to: bytes.count))
            guard position < bytes.count else { throw error(.unexpectedEnd) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                copy(to: position + 1)
                return isEscaped
            case UInt8(ascii: "\\"):
                isEscaped = true
                try escape()
            case 0x80...: try scalar()
            default: throw error(.controlCharacter)
            }
        }
    }

    /// Copies what is UTF-8; each other byte is replaced, as Node does when it reads text.
    private mutating func scalar() throws(JSONError) {
        if let end = StringLiteral.endOfScalarIfAny(bytes.span, at: position, to: bytes.count) { return copy(to: end) }
        guard output.count < limits.bytes else { throw error(.tooLong) }
        output.append(contentsOf: Self.replacement)
        position += 1
    }

    /// Copies an escape, both halves of a surrogate pair together; half a pair is replaced.
    private mutating func escape() throws(JSONError) {
        guard position + 1 < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[position + 1] == UInt8(ascii: "u") else {
            guard StringLiteral.single(bytes[position + 1]) != nil else { throw error(.invalidEscape) }
            return copy(to: position + 2)
        }
        let first = try StringLiteral.hexadecimal(bytes.span, at: position, to: bytes.count)
        guard first & 0xF800 == 0xD800 else { return copy(to: position + 6) }
        if first < 0xDC00, try isLowSurrogate(at: position + 6) { return copy(to: position + 12) }
        output.append(contentsOf: "\\ufffd".utf8)
        position += 6
    }

    private func isLowSurrogate(at start: Int) throws(JSONError) -> Bool {
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
            return false
        }
        return try StringLiteral.hexadecimal(bytes.span, at: start, to: bytes.count) & 0xFC00 == 0xDC00
    }
}
