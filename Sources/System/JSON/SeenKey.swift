/// One member name with a digest of its unescaped bytes, so that most comparisons are of two integers.
struct SeenKey {
    let range: Range<Int>
    let isEscaped: Bool
    let digest: UInt64

    init(_ range: Range<Int>, isEscaped: Bool, in bytes: Span<UInt8>) {
        self.range = range
        self.isEscaped = isEscaped
        if isEscaped {
            let text = StringLiteral.unescaped(bytes, range)
            digest = Self.digest(text.span, 0..<text.count)
        } else {
            digest = Self.digest(bytes, range)
        }
    }

    /// Whether both names consist of the same bytes.
    func isSame(as other: SeenKey, in bytes: [UInt8]) -> Bool {
        digest == other.digest && order(against: other, in: bytes) == 0
    }

    /// A total order that keeps equal names together and, among them, the document's order.
    func precedes(_ other: SeenKey, in bytes: [UInt8]) -> Bool {
        guard digest == other.digest else { return digest < other.digest }
        let order = order(against: other, in: bytes)
        return order == 0 ? range.lowerBound < other.range.lowerBound : order < 0
    }

    private func order(against other: SeenKey, in bytes: [UInt8]) -> Int {
        let left = text(in: bytes)
        let right = other.text(in: bytes)
        guard left.count == right.count else { return left.count - right.count }
        for (a, b) in zip(left, right) where a != b { return Int(a) - Int(b) }
        return 0
    }

    private func text(in bytes: [UInt8]) -> ArraySlice<UInt8> {
        isEscaped ? StringLiteral.unescaped(bytes.span, range)[...] : bytes[range]
    }

    /// Cheap rather than strong: a collision costs one comparison.
    @inline(__always)
    private static func digest(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var digest = UInt64(range.count)
        var index = range.lowerBound
        while range.upperBound &- index > 8 {
            digest = mixed(digest, bytes.word(at: index))
            index &+= 8
        }
        guard range.count < 8 else { return mixed(digest, bytes.word(at: range.upperBound &- 8)) }
        var rest: UInt64 = 0
        while index < range.upperBound {
            rest = rest &<< 8 | UInt64(bytes[index])
            index &+= 1
        }
        return mixed(digest, rest)
    }

    @inline(__always)
    private static func mixed(_ digest: UInt64, _ word: UInt64) -> UInt64 {
        let product = (digest ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product &>> 32
    }
}
