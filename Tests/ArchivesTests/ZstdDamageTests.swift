import Archives
import TestSupport
import Testing

@Suite("A damaged zstd file")
struct ZstdDamageTests {
    private static let files = [
        CarriedFile("manifest.json", "{ \"format\": \"packferry.archive/1\" }"),
        CarriedFile("storage/a/a-1.0.0.tgz", (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
    ]

    @Test("is said to be cut short wherever it is cut", arguments: [1, 64])
    func cutAnywhere(chunk: Int) throws {
        let frame = try compress(pack(Self.files))
        for length in frame.indices {
            let error = try refusal { _ = try decompress(Array(frame[..<length]), chunk: chunk) }
            #expect(error?.code == .truncated, "cut to \(length) bytes")
            #expect(error?.hint?.contains("Copy the archive again") == true)
        }
    }

    /// A stream has several spellings, and one that says the same is accepted.
    ///
    /// Another window, or a match taken from other zeros, decodes to the same bytes. Where a single bit of what comes
    /// out would differ, the checksum refuses it.
    @Test("never delivers other content, whichever bit is flipped")
    func flipAnywhere() throws {
        let frame = try compress(pack(Self.files))
        var refused = 0
        for index in frame.indices {
            for bit in 0..<8 {
                var damaged = frame
                damaged[index] ^= 1 << bit
                let files = try unpackUnlessRefused(damaged)
                #expect(files == nil || files == Self.files, "bit \(bit) of byte \(index)")
                refused += files == nil ? 1 : 0
            }
        }
        #expect(refused > frame.count * 8 * 95 / 100)
    }

    @Test("that only its checksum betrays is told apart from one that cannot be decoded")
    func checksum() throws {
        var noise = SeededGenerator(seed: 5)
        var frame = try compress(noise.bytes(5000))
        frame[2500] ^= 1
        let error = try refusal { _ = try decompress(frame) }
        #expect(error?.code == .checksumMismatch)
        #expect(error?.hint?.contains("Copy the archive again") == true)
    }

    @Test("is refused when its tail turned to zeros")
    func zeroTail() throws {
        let frame = try compress(pack(Self.files))
        for start in 0..<(frame.count - 4) {
            let damaged = frame[..<start] + [UInt8](repeating: 0, count: frame.count - start)
            #expect(try refusal { _ = try unpack(compressed: Array(damaged)) } != nil, "zeros from byte \(start)")
        }
    }

    private func unpackUnlessRefused(_ bytes: [UInt8]) throws -> [CarriedFile]? {
        var files: [CarriedFile]?
        _ = try refusal { files = try unpack(compressed: bytes) }
        return files
    }
}
