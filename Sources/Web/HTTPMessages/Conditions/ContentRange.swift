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
