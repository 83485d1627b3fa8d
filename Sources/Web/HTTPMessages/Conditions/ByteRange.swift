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
