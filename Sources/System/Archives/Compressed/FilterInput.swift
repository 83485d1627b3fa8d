/// What libarchive reads from: the compressed bytes, of which the last ones are remembered.
final class FilterInput {
    private static let pieceBytes = 256 << 10
    /// More than libarchive looks ahead for another member.
    private static let remembered = 64

    private let source: any ByteSource
    private var piece = [UInt8](repeating: 0, count: pieceBytes)
    private let lent = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 64)
    /// The piece before the one that is lent, or its end.
    private var before: [UInt8] = []
    private var count = 0
    /// Bytes given so far.
    private var given: Int64 = 0
    private(set) var failure: (any Error)?
    /// How often something looks like the start of a gzip member: as often as there are some, or more.
    private(set) var members = 0
    private var window: UInt32 = 0

    init(_ source: any ByteSource) { self.source = source }

    deinit { lent.deallocate() }

    func next(_ block: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        do {
            before = Array((before + lent[..<count].suffix(Self.remembered)).suffix(Self.remembered))
            count = try source.read(into: &piece)
            piece.withUnsafeBytes { lent.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            given += Int64(count)
            countMembers()
            block?.pointee = UnsafeRawPointer(lent.baseAddress)
            return count
        } catch {
            failure = error
            return -1
        }
    }

    /// A member begins with two bytes, the number 8, and flags of which three bits are zero (RFC 1952 §2.3.1).
    private func countMembers() {
        for byte in lent[..<count] {
            window = window << 8 | UInt32(byte)
            if window & 0xFFFF_FFE0 == 0x1F8B_0800 { members += 1 }
        }
    }

    /// Reads the source to its end, as far as libarchive has not, and says how many bytes it had.
    func end() throws -> Int64 {
        while case let count = try source.read(into: &piece), count > 0 { given += Int64(count) }
        return given
    }

    /// The checksum and length that lie before a place in the stream; `nil` where that was not remembered.
    func bytes(before end: Int64) -> (crc: UInt32, length: UInt32)? {
        let known = before + lent[..<count]
        let start = Int(end - 8 - (given - Int64(known.count)))
        guard start >= 0, start + 8 <= known.count else { return nil }
        func number(_ at: Int) -> UInt32 {
            known[at..<(at + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        return (number(start), number(start + 4))
    }
}
