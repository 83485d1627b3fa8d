/// Units of a thousand that amounts of bytes are written in: `20GB`.
struct ByteUnit {
    let name: String
    let bytes: Int64

    /// The largest first.
    static let all = [
        ByteUnit(name: "TB", bytes: 1_000_000_000_000), ByteUnit(name: "GB", bytes: 1_000_000_000),
        ByteUnit(name: "MB", bytes: 1_000_000), ByteUnit(name: "kB", bytes: 1000),
    ]
}

extension BidirectionalCollection<ByteUnit> {
    /// The bytes that a whole number with one of these units comes to, in whatever case; the most there are where that is
    /// more, and `nil` where a text is no such number.
    func bytes(of text: String) -> Int64? {
        let unit = first { text.lowercased().hasSuffix($0.name.lowercased()) }
        let digits = text.dropLast(2)
        guard let unit, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let (bytes, overflow) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: unit.bytes)
        return overflow ? .max : bytes
    }

    /// The text from which the same amount is read, in the largest unit that divides it, else rounded down in the smallest.
    func text(of bytes: Int64) -> String {
        guard let unit = first(where: { bytes > 0 && bytes % $0.bytes == 0 }) ?? last else { return "\(bytes)" }
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}
