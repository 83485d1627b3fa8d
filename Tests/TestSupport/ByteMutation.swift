/// What happens to bytes on their way, or is done to them by somebody.
package enum ByteMutation {
    /// Numbers and marks that parsers stumble over.
    private static let pieces: [[UInt8]] = [
        [], [0], [0xFF], [0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF],
        [0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x2A, 0x4D, 0x18], Array("../".utf8), Array("\"".utf8), Array("\\u0000".utf8),
        Array("\\ud800".utf8), Array("9007199254740993".utf8), Array("-1".utf8), Array("1e999".utf8), [0xC0, 0xAE],
        Array("\n".utf8), Array("  ".utf8), Array("[[[[[[[[".utf8), Array("{\"\":".utf8), Array("77777777777".utf8),
    ]

    /// Changes bytes in up to four places.
    package static func mutate(_ bytes: inout [UInt8], with random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes, &random) }
    }

    private static func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return bytes = random.pick(pieces) }
        let index = Int.random(in: bytes.indices, using: &random)
        let reach = random.once(in: 8) ? 4096 : 32
        let range = index..<(index + Int.random(in: 1...min(reach, bytes.count - index), using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes[index] = UInt8(truncatingIfNeeded: random.next())
        case 3: bytes.removeSubrange(range)
        case 4: bytes.insert(contentsOf: bytes[range], at: Int.random(in: 0...bytes.count, using: &random))
        case 5: bytes.replaceSubrange(range, with: random.bytes(range.count))
        case 6:
            bytes.replaceSubrange(range, with: [UInt8](repeating: random.once(in: 2) ? 0 : 0x20, count: range.count))
        case 7: bytes.insert(contentsOf: random.pick(pieces), at: index)
        case 8: bytes.replaceSubrange(range, with: random.pick(pieces))
        default: bytes.removeLast(bytes.count - index)
        }
    }
}
