/// The unit that a tar stream is made of.
enum TarBlock {
    /// Bytes in a block.
    static let size = 512
    /// A block of zeros, also where padding comes from.
    static let zero = [UInt8](repeating: 0, count: size)
    /// The largest size eleven octal digits can say: 8 GiB − 1.
    static let largestNumber: Int64 = 0o777_7777_7777

    /// Bytes between content of `size` bytes and the next block.
    static func padding(after size: Int64) -> Int {
        let tail = Int(size % Int64(Self.size))
        return tail == 0 ? 0 : Self.size - tail
    }
}
