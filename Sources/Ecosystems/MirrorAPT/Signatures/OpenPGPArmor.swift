import Crypto

/// OpenPGP as text: base64 between a first and a last line (RFC 9580 §6.2).
struct OpenPGPArmor {
    static let publicKeys = OpenPGPArmor("PGP PUBLIC KEY BLOCK")
    static let signature = OpenPGPArmor("PGP SIGNATURE")

    let first: String
    let last: String

    private init(_ label: String) {
        first = "-----BEGIN \(label)-----"
        last = "-----END \(label)-----"
    }

    /// Whether such a block begins somewhere in it.
    func isFound(in bytes: [UInt8]) -> Bool { Self.lines(bytes[...]).contains { $0.elementsEqual(first.utf8) } }

    /// The bytes of all blocks, one after the other; `nil` where one of them is damaged, or there is none.
    ///
    /// What stands before, between and after them is a comment.
    func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var (decoded, rest) = ([UInt8](), Self.lines(bytes)[...])
        while let begin = rest.firstIndex(where: { $0.elementsEqual(first.utf8) }) {
            guard let end = rest[begin...].firstIndex(where: { $0.elementsEqual(last.utf8) }),
                let block = Self.block(rest[(begin + 1)..<end])
            else { return nil }
            decoded += block
            rest = rest[(end + 1)...]
        }
        return decoded.isEmpty ? nil : decoded
    }

    private static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(\.trimmed)
    }

    /// Headers, an empty line, base64, and perhaps a checksum.
    private static func block(_ lines: ArraySlice<ArraySlice<UInt8>>) -> [UInt8]? {
        guard let blank = lines.firstIndex(where: \.isEmpty) else { return nil }
        var text = lines[(blank + 1)...].filter { !$0.isEmpty }
        let checksum = text.last.flatMap { $0.first == UInt8(ascii: "=") ? $0.dropFirst() : nil }
        if checksum != nil { text.removeLast() }
        guard let bytes = Base64.decode(Array(text.joined())) else { return nil }
        guard let checksum else { return bytes }
        return Base64.decode(checksum) == CRC24.checksum(bytes) ? bytes : nil
    }
}

/// The checksum of armored text (RFC 9580 §6.1.1).
private enum CRC24 {
    static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xB7_04CE
        for byte in bytes {
            crc ^= UInt32(byte) << 16
            for _ in 0..<8 {
                crc <<= 1
                if crc & 0x100_0000 != 0 { crc ^= 0x186_4CFB }
            }
        }
        return [16, 8, 0].map { UInt8(truncatingIfNeeded: crc >> UInt32($0)) }
    }
}
