import JSON
import Time

/// A value that is copied from a document byte for byte.
struct RawValue: Sendable {
    let bytes: [UInt8]
    let span: Range<Int>

    init(_ bytes: [UInt8], _ span: Range<Int>) {
        self.bytes = bytes
        self.span = span
    }

    init(_ value: JSONValue) {
        bytes = value.encoded()
        span = 0..<bytes.count
    }

    /// The text of a string value.
    var string: String? {
        guard var scanner = try? JSONScanner(bytes, range: span) else { return nil }
        return try? scanner.string()
    }

    /// The strings of an array, whatever else is in it; none for any other value.
    var strings: [String] { json?.arrayValue?.compactMap(\.stringValue) ?? [] }

    /// The members of an object, in order; none for any other value.
    var members: [MemberSpan] {
        guard var scanner = try? JSONScanner(bytes, range: span) else { return [] }
        return (try? scanner.memberSpans()) ?? []
    }

    /// The moment that a string value names, read in place unless escapes hide it.
    var moment: Moment? {
        guard span.count > 2, bytes[span.lowerBound] == UInt8(ascii: "\"") else { return nil }
        let text = bytes.span.extracting((span.lowerBound + 1)..<(span.upperBound - 1))
        return Moment(text) ?? string.flatMap { Moment($0) }
    }

    /// Whether it may be the value of a document's member of that name: some are read as objects by everybody.
    func isSound(as name: String) -> Bool {
        !["users", "time", "versions", "dist-tags"].contains(name) || bytes[span.lowerBound] == UInt8(ascii: "{")
    }

    /// Whether both mean the same, however they are laid out, escaped and ordered.
    func means(_ other: RawValue) -> Bool {
        if bytes[span] == other.bytes[other.span] { return true }
        guard let left = json, let right = other.json else { return false }
        return left.means(right)
    }

    /// The value, read whole; `nil` where a number in it is beyond what is held.
    var json: JSONValue? {
        guard var scanner = try? JSONScanner(bytes, range: span) else { return nil }
        return try? scanner.value()
    }
}

extension JSONValue {
    /// Equality without regard to the order of members and to how numbers are written.
    fileprivate func means(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array(let left), .array(let right)):
            return left.elementsEqual(right) { $0.means($1) }
        case (.object(let left), .object(let right)):
            let pairs = zip(left.sorted(by: Self.byName), right.sorted(by: Self.byName))
            return left.count == right.count && pairs.allSatisfy { $0.0 == $1.0 && $0.1.means($1.1) }
        default:
            return self == other || numberValue != nil && numberValue == other.numberValue
        }
    }

    private static func byName(_ left: (String, JSONValue), _ right: (String, JSONValue)) -> Bool { left.0 < right.0 }
}

extension [UInt8] {
    /// The text between the two quotes around `span`; decoded only if something in it is escaped, as some write the
    /// slash.
    func text(_ span: Range<Int>) -> ArraySlice<UInt8> {
        guard self[span].contains(UInt8(ascii: "\\")) else { return self[span] }
        let text = RawValue(self, (span.lowerBound - 1)..<(span.upperBound + 1)).string ?? ""
        return ArraySlice(text.utf8)
    }
}

extension Span<UInt8> {
    /// Whether both hold the same bytes.
    func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }
}
