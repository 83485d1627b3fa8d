/// Frames of `ZstdCompressor` with their header rewritten (RFC 8878 §3.1.1.1): what it would never write.
package enum ZstdSurgery {
    /// Magic number, descriptor and window: the whole header of a frame of ours.
    package static let headerLength = 6
    /// Bytes of the checksum at the end of a frame.
    package static let checksumLength = 4

    /// A skippable frame that holds `count` bytes.
    package static func skippable(_ count: UInt8, magic: UInt8 = 0x50) -> [UInt8] {
        [magic, 0x2A, 0x4D, 0x18, count, 0, 0, 0] + [UInt8](repeating: 7, count: Int(count))
    }

    /// The same with another window.
    package static func withWindow(_ byte: UInt8, _ frame: [UInt8]) -> [UInt8] {
        var frame = frame
        frame[5] = byte
        return frame
    }

    /// The same with more bits in its descriptor.
    package static func withDescriptor(_ bits: UInt8, _ frame: [UInt8]) -> [UInt8] {
        var frame = frame
        frame[4] |= bits
        return frame
    }

    /// The same without its checksum.
    package static func withoutChecksum(_ frame: [UInt8]) -> [UInt8] {
        var frame = Array(frame.dropLast(checksumLength))
        frame[4] &= ~0b100
        return frame
    }

    /// The same with the id of a dictionary, of 1, 2 or 4 bytes.
    package static func withDictionary(_ identifier: [UInt8], _ frame: [UInt8]) -> [UInt8] {
        let flag = UInt8([1: 1, 2: 2, 4: 3][identifier.count] ?? 0)
        return withDescriptor(flag, Array(frame[..<headerLength]) + identifier + frame[headerLength...])
    }

    /// Declares a content size in a field of 2, 4 or 8 bytes.
    package static func withContentSize(_ size: UInt64, width: Int, _ frame: [UInt8]) -> [UInt8] {
        let flag = UInt8([2: 0x40, 4: 0x80, 8: 0xC0][width] ?? 0)
        let stored = width == 2 ? size &- 256 : size
        return withDescriptor(flag, Array(frame[..<headerLength]) + bytes(stored, width) + frame[headerLength...])
    }

    /// Replaces the window by a content size of one byte.
    package static func asSingleSegment(_ size: UInt8, _ frame: [UInt8]) -> [UInt8] {
        withDescriptor(0x20, withWindow(size, frame))
    }

    /// A frame of `blocks` runs of 128 KiB of zeros each, with a checksum that is wrong.
    package static func bomb(blocks: Int) -> [UInt8] {
        let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0b100, 7 << 3]
        let run: [UInt8] = [0x02, 0x00, 0x10, 0x00]
        let last: [UInt8] = [0x03, 0x00, 0x10, 0x00]
        return header + (1..<blocks).flatMap { _ in run } + last + [0, 0, 0, 0]
    }

    private static func bytes(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
}
