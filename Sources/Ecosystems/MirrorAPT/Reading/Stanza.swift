/// One paragraph of a control file (deb822(5)): fields, each with a value of one or more lines.
package struct Stanza: Sendable {
    /// Where a field lies in the bytes: its name, and from behind the colon to the end of its last line.
    struct Field: Sendable {
        let start: UInt32
        let nameEnd: UInt32
        let valueStart: UInt32
        var end: UInt32
        /// Whether comments stand between its lines.
        var isCommented = false
    }

    /// Exactly as it lies in its file, comments and line ends included, without the empty line that follows.
    package let bytes: [UInt8]
    /// The number of its first line in the file, from 1 on.
    package let line: Int
    /// The file it was read from, for messages.
    package let subject: String
    let fields: [Field]

    /// The names of its fields as they are written, in their order.
    package var names: [String] {
        fields.map { String(decoding: bytes[Int($0.start)..<Int($0.nameEnd)], as: UTF8.self) }
    }

    /// The value of a field without the space around it, its further lines included; `nil` where there is no such field.
    ///
    /// - Throws: `malformed` where it is stated twice, as nobody says which of both holds.
    package func value(_ name: FieldName) throws(APTError) -> ArraySlice<UInt8>? {
        var found: Field?
        for field in fields where name.isEqual(to: bytes, Int(field.start), Int(field.nameEnd)) {
            guard found == nil else { throw malformed("states \(name) twice", at: field) }
            found = field
        }
        guard let found else { return nil }
        let value = bytes[Int(found.valueStart)..<Int(found.end)]
        return found.isCommented ? Self.withoutComments(value).trimmed : value.trimmed
    }

    private static func withoutComments(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let newline = UInt8(ascii: "\n")
        return value.split(separator: newline).filter { $0.first != UInt8(ascii: "#") }.reduce(into: []) {
            $0 += $1 + [newline]
        }[...]
    }

    /// The value of a field as text, lines and all; `nil` where there is none, or an empty one.
    package func text(_ name: FieldName) throws(APTError) -> String? {
        guard let value = try value(name), !value.isEmpty else { return nil }
        guard let text = String(validating: value, as: UTF8.self) else {
            throw malformed("states a \(name) that is not UTF-8")
        }
        return text
    }

    /// The value of a field that is one word; `nil` where there is none.
    package func word(_ name: FieldName) throws(APTError) -> String? {
        guard let value = try value(name), !value.isEmpty else { return nil }
        guard value.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let word = String(validating: value, as: UTF8.self) else {
            throw malformed("states a \(name) that is no single word")
        }
        return word
    }

    /// The words of a field, however they are spread over lines; none where there is no such field.
    package func words(_ name: FieldName) throws(APTError) -> [String] {
        guard let text = try text(name) else { return [] }
        return text.utf8.split(whereSeparator: \.isSpace).map { String(Substring($0)) }
    }

    /// The lines of a field's value, each without the space around it, empty ones left out.
    package func lines(_ name: FieldName) throws(APTError) -> [ArraySlice<UInt8>] {
        guard let value = try value(name) else { return [] }
        return value.split(separator: UInt8(ascii: "\n")).map(\.trimmed).filter { !$0.isEmpty }
    }

    /// What is wrong with it, with the line it begins at.
    func malformed(_ cause: String, at field: Field? = nil) -> APTError {
        let before = field.map { bytes[..<Int($0.start)].count { $0 == UInt8(ascii: "\n") } } ?? 0
        return APTError(.malformed, "\(subject), line \(line + before),", cause)
    }
}

extension ArraySlice<UInt8> {
    /// Without the space at both ends.
    var trimmed: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !$0.isSpace }), let last = lastIndex(where: { !$0.isSpace }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}
