/// A field of the ustar header block (POSIX.1-2017, pax, "ustar Interchange Format").
struct TarField {
    let title: String
    let range: Range<Int>

    static let name = TarField(title: "name", range: 0..<100)
    static let mode = TarField(title: "mode", range: 100..<108)
    static let owner = TarField(title: "owner", range: 108..<116)
    static let group = TarField(title: "group", range: 116..<124)
    static let size = TarField(title: "size", range: 124..<136)
    static let modified = TarField(title: "time", range: 136..<148)
    static let checksum = TarField(title: "checksum", range: 148..<156)
    static let type = TarField(title: "type", range: 156..<157)
    static let link = TarField(title: "link target", range: 157..<257)
    static let magic = TarField(title: "magic", range: 257..<265)
    static let ownerName = TarField(title: "owner name", range: 265..<297)
    static let groupName = TarField(title: "group name", range: 297..<329)
    static let deviceMajor = TarField(title: "device major number", range: 329..<337)
    static let deviceMinor = TarField(title: "device minor number", range: 337..<345)
    static let prefix = TarField(title: "name prefix", range: 345..<500)
    static let reserved = TarField(title: "unused space", range: 500..<512)

    /// Every field, in order; together they are the whole block.
    static let all = [
        name, mode, owner, group, size, modified, checksum, type, link, magic, ownerName, groupName, deviceMajor,
        deviceMinor, prefix, reserved,
    ]

    /// The bytes before the first NUL.
    func text(in block: [UInt8]) -> ArraySlice<UInt8> { block[range].prefix { $0 != 0 } }

    /// The number in octal digits that fill the field up to one final NUL; `nil` if it is written otherwise.
    func number(in block: [UInt8]) -> Int64? {
        guard block[range.upperBound - 1] == 0 else { return nil }
        var value: Int64 = 0
        for index in range.dropLast() {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(block[index]) else { return nil }
            value = value << 3 | Int64(block[index] & 7)
        }
        return value
    }

    func put(_ bytes: some Collection<UInt8>, into block: inout [UInt8]) {
        precondition(bytes.count <= range.count, "a tar field holds what fits it")
        var index = range.lowerBound
        for byte in bytes {
            block[index] = byte
            index += 1
        }
    }

    /// Writes octal digits up to a final NUL.
    func put(number: Int64, into block: inout [UInt8]) {
        var rest = number
        for index in range.dropLast().reversed() {
            block[index] = UInt8(ascii: "0") + UInt8(rest & 7)
            rest >>= 3
        }
    }
}

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
