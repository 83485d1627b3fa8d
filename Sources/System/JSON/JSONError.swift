/// A document that cannot be read: what is wrong, and at which byte.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the bytes.
    package let reason: Reason
    /// Where it is, counted from the start of the array.
    package let offset: Int
    /// The line of `offset`, from 1.
    package let line: Int
    /// The column of `offset` in bytes, from 1.
    package let column: Int

    /// Locates `reason` at `offset` of `bytes`.
    package init(_ reason: Reason, at offset: Int, in bytes: Span<UInt8>) {
        self.reason = reason
        self.offset = offset
        (line, column) = Self.position(of: offset, in: bytes)
    }

    /// One sentence: `line 3, column 9 (byte 41): a member name appears twice`.
    package var description: String { "line \(line), column \(column) (byte \(offset)): \(reason.rawValue)" }

    private static func position(of offset: Int, in bytes: Span<UInt8>) -> (line: Int, column: Int) {
        var line = 1
        var lineStart = 0
        for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return (line, offset - lineStart + 1)
    }
}

extension JSONError {
    /// What can be wrong with a document (RFC 8259).
    package enum Reason: String, Hashable, Sendable {
        case unexpectedEnd = "the document ends too early"
        case unexpectedByte = "a byte that no value can contain here"
        case expectedObject = "an object was expected"
        case expectedArray = "an array was expected"
        case expectedString = "a string was expected"
        case expectedInteger = "a whole number was expected"
        case expectedNumber = "a number was expected"
        case expectedBool = "true or false was expected"
        case expectedNull = "null was expected"
        case invalidNumber = "a number not written as RFC 8259 §6 asks"
        case numberOutOfRange = "a number that does not fit"
        case controlCharacter = "a control character inside a string"
        case invalidEscape = "an unknown escape inside a string"
        case invalidUTF8 = "bytes that are not UTF-8"
        case loneSurrogate = "half of a surrogate pair"
        case duplicateKey = "a member name appears twice in one object"
        case tooDeep = "too many containers inside one another"
        case tooLong = "the document is too long"
        case trailingBytes = "bytes after the end of the document"
    }
}
