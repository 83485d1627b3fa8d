/// Bytes, written with a unit: `500MB`, `200GB`, `2TB`.
package struct ByteAmount: Hashable, Sendable, ConfigurationValue {
    package let bytes: Int64

    private static let units: [(name: String, bytes: Int64)] = [
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000),
    ]

    init(configured text: String) throws(ValueProblem) {
        let unit = Self.units.first { text.lowercased().hasSuffix($0.name.lowercased()) }
        let digits = text.dropLast(2)
        guard let unit, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            let replacement = Int64(text).flatMap { $0 > 0 && $0 < 100_000 ? "\($0)GB" : nil }
            throw ValueProblem("is not an amount of bytes such as 500MB or 200GB", replacement: replacement)
        }
        let (bytes, overflow) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: unit.bytes)
        guard !overflow, bytes > 0 else { throw ValueProblem("is not an amount from 1MB to 9000000TB") }
        self.bytes = bytes
    }

    var configured: String {
        let unit = Self.units.first { bytes % $0.bytes == 0 } ?? ("MB", 1_000_000)
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}
