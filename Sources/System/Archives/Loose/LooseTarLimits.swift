/// How much an archive that others wrote may cost whoever checks it.
package struct LooseTarLimits: Sendable {
    /// Bytes of a file that are read into memory at once; larger ones are streamed.
    package let buffered: Int
    /// Bytes that a file in memory may inflate to before it is streamed instead.
    package let inflated: Int
    /// Bytes that any file may inflate to.
    package let total: Int64
    /// How many times its own size a file may inflate to once it is over `inflated`: text rarely comes to 20.
    package let ratio: Int64
    /// Bytes of `package.json` that are kept.
    package let manifest: Int

    package init(
        buffered: Int = 8 << 20,
        inflated: Int = 16 << 20,
        total: Int64 = 8 << 30,
        ratio: Int64 = 250,
        manifest: Int = 4 << 20
    ) {
        self.buffered = buffered
        self.inflated = inflated
        self.total = total
        self.ratio = ratio
        self.manifest = manifest
    }

    /// Bytes that a file of `size` bytes may inflate to.
    func allowed(for size: Int64) -> Int64 {
        let (product, overflow) = size.multipliedReportingOverflow(by: ratio)
        return min(total, max(Int64(inflated), overflow ? .max : product))
    }
}
