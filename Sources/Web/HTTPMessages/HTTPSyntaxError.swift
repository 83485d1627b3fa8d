/// The character classes of RFC 9110 §5.6 and RFC 5234 as tests on one byte.
extension UInt8 {
    /// Whether the byte may stand in a token: a method or a field name (RFC 9110 §5.6.2).
    package var isTokenCharacter: Bool {
        // One bit per ASCII character: digits, letters and !#$%&'*+-.^_`|~
        let low: UInt64 = 0x03FF_6CFA_0000_0000
        let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
        if self < 64 { return low >> UInt64(self) & 1 == 1 }
        return self < 128 && high >> UInt64(self - 64) & 1 == 1
    }

    /// Whether the byte may stand inside a field value: no control character but the tab (RFC 9110 §5.5).
    package var isFieldValueCharacter: Bool { self >= 0x20 ? self != 0x7F : self == 0x09 }

    /// Whether the byte is a space or a tab.
    package var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// Whether the byte is one of 0 to 9.
    package var isDigit: Bool { self &- 0x30 < 10 }

    /// The value of one hexadecimal digit; `nil` for any other byte.
    package var hexDigitValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }

    /// The byte with A to Z turned into a to z.
    package var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

/// A piece of an HTTP message that does not follow its grammar.
package struct HTTPSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being read.
    package enum Subject: String, Sendable {
        case target = "request target"
        case path
        case query
    }

    /// What could not be read.
    package let subject: Subject
    /// What is wrong with it, as the end of a sentence.
    package let reason: String

    package init(_ subject: Subject, _ reason: String) {
        self.subject = subject
        self.reason = reason
    }

    /// One line: `the path has a .. segment`.
    package var description: String { "the \(subject.rawValue) \(reason)" }
}
