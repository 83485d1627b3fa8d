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
