import Archives
import Testing

@Suite("A damaged tar stream")
struct TarDamageTests {
    private static let files = [CarriedFile("a"), CarriedFile(CarriedFile.onlyInRecord, "content")]

    @Test("is refused wherever it is cut")
    func cutAnywhere() throws {
        let tar = try pack(Self.files)
        for length in 0..<tar.count {
            let error = try refusal { _ = try unpack(Array(tar[..<length])) }
            let atBlock = length.isMultiple(of: 512)
            let codes: [ArchiveError.Code] = atBlock ? [.missingEnd, .truncated, .paxRecord] : [.truncated]
            #expect(error.map { codes.contains($0.code) } == true, "cut to \(length) bytes")
        }
    }

    @Test("is refused for a flipped bit in any byte, but in content and recorded names, which then differ")
    func flipAnywhere() throws {
        let tar = try pack(Self.files)
        let unguarded = Self.unguardedOffsets(in: tar)
        for index in tar.indices {
            var damaged = tar
            damaged[index] ^= 1 << (index % 8)
            guard unguarded.contains(index) else {
                #expect(try refusal { _ = try unpack(damaged) } != nil, "byte \(index)")
                continue
            }
            // Only headers have a checksum in a tar stream: the rest is for the zstd checksum and the manifest's SHA-512.
            let files = try? unpack(damaged)
            #expect(files != Self.files, "byte \(index)")
        }
    }

    @Test("is refused when its tail turned to zeros, as on a disk pulled too early")
    func zeroTail() throws {
        let tar = try pack(Self.files)
        let last = try #require(tar.lastIndex { $0 != 0 })
        for start in stride(from: 0, through: last, by: 32) {
            let damaged = tar[..<start] + [UInt8](repeating: 0, count: tar.count - start)
            let files = try? unpack(Array(damaged))
            #expect(files != Self.files, "zeros from byte \(start)")
        }
    }

    /// Where the contents lie, and the name in the PAX record.
    private static func unguardedOffsets(in tar: [UInt8]) -> Set<Int> {
        let needles = ["content", CarriedFile.onlyInRecord].map { Array($0.utf8) }
        let ranges = needles.compactMap { needle in
            tar.indices.first { tar[$0...].starts(with: needle) }.map { $0..<($0 + needle.count) }
        }
        return Set(ranges.joined())
    }
}
