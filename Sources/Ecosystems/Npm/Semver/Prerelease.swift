/// The dot-separated identifiers after the hyphen of a version; empty for a release.
struct Prerelease: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// No identifiers: the part that a release has.
    static let none = Prerelease(text: [])
    /// The single identifier `0`, the lowest prerelease there is.
    static let lowest = Prerelease(text: [UInt8(ascii: "0")])

    /// Canonical bytes: the identifiers joined by dots, numeric ones without leading zeros.
    private let text: [UInt8]

    private init(text: [UInt8]) { self.text = text }

    var isEmpty: Bool { text.isEmpty }

    var description: String { String(decoding: text, as: UTF8.self) }

    /// Reads identifiers that fill `bytes`; loose reading allows leading zeros in numeric ones and drops them.
    init?(_ bytes: Span<UInt8>, loose: Bool) {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var start = 0
        while true {
            let end = Self.endOfIdentifier(in: bytes, from: start)
            guard end > start, Self.append(bytes.extracting(start..<end), to: &text, loose: loose) else { return nil }
            guard end < bytes.count else { break }
            text.append(UInt8(ascii: "."))
            start = end + 1
        }
        self.text = text
    }

    private static func append(_ identifier: Span<UInt8>, to text: inout [UInt8], loose: Bool) -> Bool {
        var first = 0
        if isNumeric(identifier) {
            while first < identifier.count - 1, identifier[first] == UInt8(ascii: "0") { first += 1 }
            guard first == 0 || loose else { return false }
        }
        for index in first..<identifier.count {
            guard identifier[index].isIdentifierByte else { return false }
            text.append(identifier[index])
        }
        return true
    }

    /// Semver 2.0.0 §11.3 and §11.4: a release is above its prereleases; numbers are below words; fewer are below more.
    static func < (left: Prerelease, right: Prerelease) -> Bool {
        if left.isEmpty || right.isEmpty { return !left.isEmpty && right.isEmpty }
        return precedes(left.text.span, right.text.span)
    }

    private static func precedes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        var start = 0
        while start <= left.count, start <= right.count {
            let leftEnd = endOfIdentifier(in: left, from: start)
            let rightEnd = endOfIdentifier(in: right, from: start)
            let order = compare(left.extracting(start..<leftEnd), right.extracting(start..<rightEnd))
            if order != 0 { return order < 0 }
            // Equal identifiers have equal lengths, so both sides go on at the same place.
            start = leftEnd + 1
        }
        return left.count < right.count
    }

    /// Negative, zero or positive; numbers of any length compare exactly because leading zeros are gone.
    private static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        let numeric = (isNumeric(left), isNumeric(right))
        if numeric.0 != numeric.1 { return numeric.0 ? -1 : 1 }
        if numeric.0, left.count != right.count { return left.count - right.count }
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return Int(left[index]) - Int(right[index])
        }
        return left.count - right.count
    }

    private static func endOfIdentifier(in bytes: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: ".") { end += 1 }
        return end
    }

    private static func isNumeric(_ identifier: Span<UInt8>) -> Bool {
        for index in identifier.indices where !identifier[index].isDigit { return false }
        return true
    }
}
