/// What the first and last bytes of a gzip member say (RFC 1952 §2.3).
enum GzipMember {
    /// The shortest there can be: a header and a trailer.
    private static let shortest = 18

    /// Whether a member seems to begin here.
    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
    }

    /// The length that the last four bytes state for what is inflated, if these are the end of one member.
    static func statedLength(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count >= shortest else { return 0 }
        return bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// What can be said of a file that cannot be inflated.
    static func flaw(of file: UnsafeRawBufferPointer) -> LooseTarFlaw {
        let zeros = file.reversed().prefix { $0 == 0 }.count
        if zeros >= TarBlock.size, zeros < file.count {
            return LooseTarFlaw("has zeros for its last \(zeros) bytes: they never reached the disk")
        }
        guard file.count >= shortest else { return LooseTarFlaw("is cut short: \(file.count) bytes are no archive") }
        return LooseTarFlaw("cannot be inflated: it is cut short, or bytes of it have changed")
    }
}
