/// The result of a hash function, stored inline: a list of them costs no allocation each.
///
/// Equal, ordered and hashed by its bytes; described as lower-case hexadecimal.
package protocol Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// How many bytes every value has.
    static var byteCount: Int { get }

    /// A value whose `byteCount` bytes `fill` writes.
    init(filling fill: (UnsafeMutableRawBufferPointer) -> Void)

    /// Lends the bytes.
    func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T
}

extension Digest {
    /// Takes raw bytes; `nil` unless there are exactly `byteCount`.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init { $0.copyBytes(from: bytes) }
    }

    /// Takes the raw bytes that start at `position`, of which there must be enough.
    package init(in bytes: [UInt8], at position: Int) {
        self.init { $0.copyBytes(from: bytes[position..<position + Self.byteCount]) }
    }

    /// Appends its raw bytes.
    package func append(to bytes: inout [UInt8]) { withUnsafeBytes { bytes.append(contentsOf: $0) } }

    /// The raw bytes.
    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Whether all bytes are the same.
    package static func == (left: Self, right: Self) -> Bool { left.firstDifference(from: right) == nil }

    /// Whether `left` sorts before `right` by bytes, which is also the order of their hexadecimal.
    package static func < (left: Self, right: Self) -> Bool {
        guard let (own, other) = left.firstDifference(from: right) else { return false }
        return own < other
    }

    /// Feeds all bytes.
    package func hash(into hasher: inout Hasher) { withUnsafeBytes { hasher.combine(bytes: $0) } }

    /// The first four bytes that differ, as numbers that compare as they do; every digest has a multiple of four.
    private func firstDifference(from other: Self) -> (UInt32, UInt32)? {
        withUnsafeBytes { ownBytes in
            other.withUnsafeBytes { otherBytes in
                for offset in stride(from: 0, to: Self.byteCount, by: 4) {
                    let own = UInt32(bigEndian: ownBytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                    let other = UInt32(bigEndian: otherBytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                    if own != other { return (own, other) }
                }
                return nil
            }
        }
    }
}
