/// A package file as `npm pack` lays it out: ustar (POSIX.1-1988) inside gzip (RFC 1952), stored uncompressed.
package enum SampleTarball {
    /// The bytes of a file with these members, each beneath `package/`.
    package static func bytes(_ members: [(name: String, content: [UInt8])]) -> [UInt8] {
        gzip(tar(members) + [UInt8](repeating: 0, count: 1024))
    }

    /// The bytes of a package that holds nothing but its package.json.
    package static func of(_ name: String, _ version: String) -> [UInt8] {
        bytes([("package.json", Array(#"{"name":"\#(name)","version":"\#(version)"}"#.utf8))])
    }

    /// The tar stream of such a file, without the blocks that mark its end.
    package static func tar(_ members: [(name: String, content: [UInt8])]) -> [UInt8] {
        var tar: [UInt8] = []
        for member in members {
            tar += header("package/\(member.name)", size: member.content.count)
            tar += member.content
            tar += [UInt8](repeating: 0, count: (512 - member.content.count % 512) % 512)
        }
        return tar
    }

    private static func header(_ name: String, size: Int) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        put(name, at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(499_162_500, digits: 11), at: 136)
        put("        0", at: 148)
        put("ustar\u{0}00", at: 257)
        let sum = block.reduce(0) { $0 + Int($1) }
        put("\(octal(sum, digits: 6))\u{0} ", at: 148)
        return block
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// One member that inflates to `data`.
    package static func gzip(_ data: [UInt8]) -> [UInt8] {
        var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        var rest = data[...]
        repeat {
            // A stored block (RFC 1951 §3.2.4) holds at most 65535 bytes.
            let piece = rest.prefix(65_535)
            rest = rest.dropFirst(piece.count)
            let length = UInt16(piece.count)
            file.append(rest.isEmpty ? 1 : 0)
            file += littleEndian(UInt32(length) | UInt32(~length) << 16)
            file += piece
        } while !rest.isEmpty
        return file + littleEndian(checksum(data)) + littleEndian(UInt32(truncatingIfNeeded: data.count))
    }

    private static func littleEndian(_ word: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }

    /// CRC-32 as RFC 1952 §8 has it.
    private static func checksum(_ data: [UInt8]) -> UInt32 {
        ~data.reduce(~UInt32(0)) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { word, _ in word & 1 == 1 ? 0xEDB8_8320 ^ (word >> 1) : word >> 1 }
    }
}
