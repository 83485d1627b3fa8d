extension Span<UInt8> {
    /// The eight bytes from `index` in one number, the first of them lowest.
    ///
    /// The one range check before the loads lets the compiler make a single load of them.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        let eight = extracting(index..<(index + 8))
        var word: UInt64 = 0
        for offset in 0..<8 { word |= UInt64(eight[offset]) &<< UInt64(8 * offset) }
        return word
    }
}

extension UInt64 {
    /// A word whose eight bytes are all `byte`.
    @inline(__always)
    init(eachByte byte: UInt8) { self = 0x0101_0101_0101_0101 &* UInt64(byte) }
}
