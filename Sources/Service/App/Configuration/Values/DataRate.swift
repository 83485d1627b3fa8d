/// Bytes a second, written with a unit: `500kB`, `12MB`, `1GB`.
package struct DataRate: Hashable, Sendable, ConfigurationValue {
    package let bytesPerSecond: Int64

    private static let units: [(name: String, bytes: Int64)] = [
        ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000),
    ]
    /// Less would let single pieces of a transfer wait for longer than servers do.
    private static let range: ClosedRange<Int64> = 20_000...100_000_000_000

    init(configured text: String) throws(ValueProblem) {
        let unit = Self.units.first { text.lowercased().hasSuffix($0.name.lowercased()) }
        let digits = text.dropLast(2)
        guard let unit, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            let replacement = Int64(text).flatMap { $0 > 0 && $0 < 100_000 ? "\($0)MB" : nil }
            throw ValueProblem("is not a rate in bytes a second such as 500kB or 12MB", replacement: replacement)
        }
        let (bytes, overflow) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: unit.bytes)
        guard !overflow, Self.range.contains(bytes) else { throw ValueProblem("is not a rate from 20kB to 100GB") }
        bytesPerSecond = bytes
    }

    var configured: String {
        let unit = Self.units.first { bytesPerSecond % $0.bytes == 0 }
        return unit.map { "\(bytesPerSecond / $0.bytes)\($0.name)" } ?? "\(bytesPerSecond / 1000)kB"
    }
}
