/// Bytes, written with a unit: `500MB`, `200GB`, `2TB`.
package struct ByteAmount: Hashable, Sendable, ConfigurationValue {
    package let bytes: Int64

    private static let units = ByteUnit.all.dropLast()

    init(configured text: String) throws(ValueProblem) {
        guard let bytes = Self.units.bytes(of: text) else {
            let replacement = Int64(text).flatMap { $0 > 0 && $0 < 100_000 ? "\($0)GB" : nil }
            throw ValueProblem("is not an amount of bytes such as 500MB or 200GB", replacement: replacement)
        }
        guard (1..<Int64.max).contains(bytes) else { throw ValueProblem("is not an amount from 1MB to 9000000TB") }
        self.bytes = bytes
    }

    var configured: String { Self.units.text(of: bytes) }
}
