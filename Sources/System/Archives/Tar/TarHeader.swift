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

extension TarHeader {
    /// Accepts the one form that `encode(into:)` gives a header, and nothing else.
    init(parsing block: [UInt8]) throws(TarFault) {
        try Self.checkChecksum(block)
        try Self.checkMagic(block)
        kind = try Self.kind(block)
        size = try Self.number(.size, in: block)
        modificationTime = try Self.number(.modified, in: block)
        name = TarName(prefix: TarField.prefix.text(in: block), name: TarField.name.text(in: block))
        try checkForm(of: block)
    }

    private static func checkChecksum(_ block: [UInt8]) throws(TarFault) {
        guard block[TarField.checksum.range].elementsEqual(checksum(of: block)) else {
            throw TarFault(.headerChecksum, "has a tar header that does not match its checksum")
        }
    }

    private static func checkMagic(_ block: [UInt8]) throws(TarFault) {
        guard block[TarField.magic.range].elementsEqual(magic) else {
            throw TarFault(.notUstar, "has a tar header of another dialect than POSIX ustar")
        }
    }

    private static func kind(_ block: [UInt8]) throws(TarFault) -> Kind {
        let flag = block[TarField.type.range.lowerBound]
        guard let kind = Kind(rawValue: flag) else {
            throw TarFault(.unsupportedType, "is \(TarType.title(of: flag)); only regular files are carried")
        }
        return kind
    }

    private static func number(_ field: TarField, in block: [UInt8]) throws(TarFault) -> Int64 {
        guard let value = field.number(in: block) else {
            throw TarFault(.number, "has a \(field.title) that is not written in eleven octal digits")
        }
        return value
    }

    /// Compares with what the writer would have written and names the first field that differs.
    private func checkForm(of block: [UInt8]) throws(TarFault) {
        var canonical = TarBlock.zero
        encode(into: &canonical)
        guard block != canonical else { return }
        let field = TarField.all.first { block[$0.range] != canonical[$0.range] }
        throw TarFault(.metadata, "has a \(field?.title ?? "header") that Packferry never writes")
    }
}

/// What the type flags that are refused stand for, so that a refusal can name them.
enum TarType {
    static func title(of flag: UInt8) -> String {
        titles[flag] ?? "of the unknown type 0x\(String(flag, radix: 16))"
    }

    private static let titles: [UInt8: String] = [
        0: "a file in the format before POSIX",
        UInt8(ascii: "1"): "a hard link",
        UInt8(ascii: "2"): "a symbolic link",
        UInt8(ascii: "3"): "a character device",
        UInt8(ascii: "4"): "a block device",
        UInt8(ascii: "5"): "a directory",
        UInt8(ascii: "6"): "a FIFO",
        UInt8(ascii: "7"): "a contiguous file",
        UInt8(ascii: "g"): "a global PAX header",
        UInt8(ascii: "K"): "a GNU long link target",
        UInt8(ascii: "L"): "a GNU long name",
        UInt8(ascii: "M"): "the rest of a file from another volume",
        UInt8(ascii: "S"): "a sparse file",
        UInt8(ascii: "V"): "a volume label",
    ]
}

/// What is wrong with one header or record, before it is known which entry and offset to name.
struct TarFault: Error {
    let code: ArchiveError.Code
    let cause: String

    init(_ code: ArchiveError.Code, _ cause: String) {
        self.code = code
        self.cause = cause
    }
}
