/// Bytes a second, written with a unit: `500kB`, `12MB`, `1GB`.
package struct DataRate: Hashable, Sendable, ConfigurationValue {
    package let bytesPerSecond: Int64

    private static let units = ByteUnit.all.dropFirst()
    /// Less would let single pieces of a transfer wait for longer than servers do.
    private static let range: ClosedRange<Int64> = 20_000...100_000_000_000

    init(configured text: String) throws(ValueProblem) {
        guard let bytes = Self.units.bytes(of: text) else {
            let replacement = Int64(text).flatMap { $0 > 0 && $0 < 100_000 ? "\($0)MB" : nil }
            throw ValueProblem("is not a rate in bytes a second such as 500kB or 12MB", replacement: replacement)
        }
        guard Self.range.contains(bytes) else { throw ValueProblem("is not a rate from 20kB to 100GB") }
        bytesPerSecond = bytes
    }

    var configured: String { Self.units.text(of: bytesPerSecond) }
}
