/// The header block of an entry or of its PAX record: all that can differ from one canonical header to another.
struct TarHeader: Equatable {
    enum Kind: UInt8 {
        case file = 0x30
        case extended = 0x78
    }

    let kind: Kind
    let name: TarName
    let size: Int64
    let modificationTime: Int64

    /// Makes `block` the one form that this header has.
    func encode(into block: inout [UInt8]) {
        block = TarBlock.zero
        TarField.name.put(name.name, into: &block)
        TarField.prefix.put(name.prefix, into: &block)
        TarField.mode.put(number: 0o644, into: &block)
        for field in [TarField.owner, .group, .deviceMajor, .deviceMinor] { field.put(number: 0, into: &block) }
        TarField.size.put(number: size, into: &block)
        TarField.modified.put(number: modificationTime, into: &block)
        TarField.type.put([kind.rawValue], into: &block)
        TarField.magic.put(Self.magic, into: &block)
        TarField.checksum.put(Self.checksum(of: block), into: &block)
    }

    static let magic = Array("ustar\u{0}00".utf8)

    /// The sum of all bytes, the checksum field taken as blanks: six octal digits, NUL, blank.
    static func checksum(of block: [UInt8]) -> [UInt8] {
        var sum = TarField.checksum.range.count * Int(UInt8(ascii: " "))
        for byte in block[..<TarField.checksum.range.lowerBound] { sum += Int(byte) }
        for byte in block[TarField.checksum.range.upperBound...] { sum += Int(byte) }
        var digits = [UInt8](repeating: 0, count: 8)
        for index in (0..<6).reversed() {
            digits[index] = UInt8(ascii: "0") + UInt8(sum & 7)
            sum >>= 3
        }
        digits[7] = UInt8(ascii: " ")
        return digits
    }
}
