import JSON

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
