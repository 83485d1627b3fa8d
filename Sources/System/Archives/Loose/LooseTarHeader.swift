/// A header block of a tar stream that others wrote: any dialect that npm reads.
///
/// ustar, GNU, and what came before both; checksums of either sign, as old programs added signed bytes.
struct LooseTarHeader {
    /// The type flag.
    let type: UInt8
    /// Bytes of content that follow it.
    let size: Int64
    /// Bytes before the first NUL of the name, its prefix before it.
    let name: [UInt8]

    /// Whether a block could be a header.
    static func hasChecksum(_ block: UnsafeRawBufferPointer) -> Bool {
        guard let stated = number(TarField.checksum.range, in: block) else { return false }
        // The field itself counts as blanks.
        let field = UnsafeRawBufferPointer(rebasing: block[TarField.checksum.range])
        let unsigned = sum(of: block) - sum(of: field) + field.count * 0x20
        if stated == unsigned { return true }
        return stated == unsigned - 256 * (highBits(of: block) - highBits(of: field))
    }

    private static func sum(of bytes: UnsafeRawBufferPointer) -> Int {
        // In 32 bits, which no block overflows, several bytes are added at once.
        Int(bytes.reduce(into: UInt32(0)) { $0 &+= UInt32($1) })
    }

    private static func highBits(of bytes: UnsafeRawBufferPointer) -> Int {
        bytes.reduce(into: 0) { $0 += Int($1 >> 7) }
    }

    init(_ block: UnsafeRawBufferPointer, at offset: Int64) throws(LooseTarFlaw) {
        guard Self.hasChecksum(block) else {
            throw LooseTarFlaw("has a tar header at byte \(offset) that does not match its checksum")
        }
        guard let size = Self.number(TarField.size.range, in: block), size >= 0 else {
            throw LooseTarFlaw("has a tar header at byte \(offset) whose size is no number")
        }
        type = block[TarField.type.range.lowerBound]
        // Some programs give a folder the size of its own file; none has content (node-tar reads it so).
        self.size = type == UInt8(ascii: "5") ? 0 : size
        name = Self.name(in: block)
    }

    private static func name(in block: UnsafeRawBufferPointer) -> [UInt8] {
        let name = text(TarField.name.range, in: block)
        guard block[257..<262].elementsEqual("ustar".utf8), block[263] == UInt8(ascii: "0") else { return name }
        let prefix = text(TarField.prefix.range, in: block)
        return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    }

    private static func text(_ range: Range<Int>, in block: UnsafeRawBufferPointer) -> [UInt8] {
        let field = UnsafeRawBufferPointer(rebasing: block[range])
        return Array(UnsafeRawBufferPointer(rebasing: field[..<(field.firstIndex(of: 0) ?? field.count)]))
    }

    /// Octal digits, blanks around them allowed, or the binary form of GNU tar; `nil` for anything else.
    private static func number(_ range: Range<Int>, in block: UnsafeRawBufferPointer) -> Int64? {
        let field = block[range]
        guard let first = field.first, first & 0x80 == 0 else { return binary(field) }
        let digits = field.drop { $0 == 0x20 || $0 == 0 }.prefix { $0 != 0x20 && $0 != 0 }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit), value < 1 << 59 else { return nil }
            value = value << 3 | Int64(digit & 7)
        }
        return value
    }

    private static func binary(_ field: Slice<UnsafeRawBufferPointer>) -> Int64? {
        guard let first = field.first, first & 0x40 == 0 else { return nil }
        var value = Int64(first & 0x3F)
        for byte in field.dropFirst() {
            guard value < 1 << 54 else { return nil }
            value = value << 8 | Int64(byte)
        }
        return value
    }
}
