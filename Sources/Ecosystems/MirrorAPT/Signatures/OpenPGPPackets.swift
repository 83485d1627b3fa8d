/// The packets that OpenPGP data consists of (RFC 9580 §4.2), as far as telling their kinds takes.
enum OpenPGPPackets {
    /// The kind of a signature.
    static let signature: UInt8 = 2
    /// The kind of a public key.
    static let publicKey: UInt8 = 6

    /// The kinds of all packets in order; `nil` where the bytes are no whole packets, or one states no length.
    static func kinds(_ bytes: [UInt8]) -> [UInt8]? {
        var (kinds, rest) = ([UInt8](), bytes[...])
        while let head = rest.popFirst() {
            guard head & 0x80 != 0, let length = head & 0x40 == 0 ? oldLength(head, &rest) : newLength(&rest),
                length <= rest.count
            else { return nil }
            kinds.append(head & 0x40 == 0 ? head >> 2 & 0xF : head & 0x3F)
            rest = rest.dropFirst(length)
        }
        return kinds.isEmpty ? nil : kinds
    }

    private static func oldLength(_ head: UInt8, _ rest: inout ArraySlice<UInt8>) -> Int? {
        head & 3 == 3 ? nil : number(1 << Int(head & 3), &rest)
    }

    private static func newLength(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard let first = rest.popFirst() else { return nil }
        switch first {
        case 0..<192: return Int(first)
        case 192..<224: return rest.popFirst().map { (Int(first) - 192) << 8 + Int($0) + 192 }
        case 255: return number(4, &rest)
        default: return nil
        }
    }

    private static func number(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }
}
