/// One step of the schema, applied once and never changed afterwards.
package struct Migration: Sendable {
    /// Unique, and sorted by it: `001-jobs`.
    package let name: String
    /// Statements separated by semicolons.
    package let sql: String

    /// FNV-1a over the statements: tells a changed migration from the one that was applied.
    var checksum: Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}
