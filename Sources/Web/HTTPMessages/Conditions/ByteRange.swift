/// One range of bytes that a request asks for (RFC 9110 §14.1.2).
///
/// A list of several ranges is legal but need not be served (RFC 9110 §14.2): it reads as no range at all.
package enum ByteRange: Equatable, Sendable {
    /// `first-` or `first-last`, both counted from 0 and included.
    case from(Int64, through: Int64?)
    /// `-count`: the last bytes.
    case last(Int64)

    /// Reads a `Range` field; `nil` means it is to be ignored: another unit, several ranges, or not the grammar.
    package init?(parsing value: String) {
        guard let equals = value.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        guard value[..<equals].lowercased() == "bytes" else { return nil }
        let ranges = FieldList.elements(of: String(value[value.utf8.index(after: equals)...]))
        guard ranges.count == 1, let range = ranges.first else { return nil }
        let ends = range.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        self.init(first: ends[0], last: ends[1])
    }

    private init?(first: Substring, last: Substring) {
        if first.isEmpty {
            guard let count = Self.position(last) else { return nil }
            self = .last(count)
        } else {
            guard let first = Self.position(first) else { return nil }
            if last.isEmpty {
                self = .from(first, through: nil)
            } else {
                guard let last = Self.position(last), first <= last else { return nil }
                self = .from(first, through: last)
            }
        }
    }

    /// The part of a file of `size` bytes that it asks for; `nil` when there is no such part (416).
    package func resolved(size: Int64) -> Range<Int64>? {
        switch self {
        case .from(let first, let last):
            guard first < size else { return nil }
            guard let last, last < size else { return first..<size }
            return first..<(last + 1)
        case .last(let count):
            guard count > 0, size > 0 else { return nil }
            return max(0, size - count)..<size
        }
    }

    /// A position of any number of digits; what exceeds 63 bits lies beyond every file, so it becomes the largest.
    private static func position(_ digits: Substring) -> Int64? {
        guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int64(digits) ?? .max
    }
}

extension ByteRange: CustomStringConvertible {
    /// As it stands in a `Range` field.
    package var description: String {
        switch self {
        case .from(let first, let last): "bytes=\(first)-\(last.map(String.init) ?? "")"
        case .last(let count): "bytes=-\(count)"
        }
    }
}

/// Which part of a whole a 206 or 416 answer speaks of (RFC 9110 §14.4).
package struct ContentRange: Equatable, Sendable, CustomStringConvertible {
    /// The bytes enclosed; `nil` in a 416 answer.
    package let range: Range<Int64>?
    /// The size of the whole; `nil` when the sender does not know it.
    package let size: Int64?

    /// Describes a part of a whole, or with `nil` a whole of which no part was sent.
    package init(_ range: Range<Int64>?, size: Int64?) {
        self.range = range
        self.size = size
    }

    /// Reads `bytes 0-9/100`, `bytes 0-9/*` or `bytes */100`; `nil` for anything else.
    package init?(parsing value: String) {
        let words = value.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let halves = words[1].split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let size = Self.number(halves[1])
        guard size != nil || halves[1] == "*" else { return nil }
        guard halves[0] != "*" else {
            self.init(nil, size: size)
            return
        }
        let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else { return nil }
        guard first <= last, last < size ?? .max else { return nil }
        self.init(first..<(last + 1), size: size)
    }

    package var description: String {
        let part = range.map { "\($0.lowerBound)-\($0.upperBound - 1)" } ?? "*"
        return "bytes \(part)/\(size.map(String.init) ?? "*")"
    }

    private static func number(_ digits: Substring) -> Int64? {
        guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int64(digits)
    }
}
