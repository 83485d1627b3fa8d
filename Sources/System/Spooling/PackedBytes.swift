/// A value that a spool keeps as bytes.
///
/// Reading what was packed gives an equal value.
package protocol Spoolable: Sendable {
    /// How many are packed into a block, which is unpacked whole: fewer where they are large.
    static var blockLength: Int { get }
    /// Appends the value.
    func pack(into bytes: inout PackedBytes)
    /// Reads what `pack(into:)` appended.
    init(unpacking bytes: inout PackedReader)
}

extension Spoolable {
    /// Some ten kilobytes of paths and digests.
    package static var blockLength: Int { 128 }
}

/// Values packed one behind another, for nobody but the program that packed them.
package struct PackedBytes: Sendable {
    /// What was packed so far.
    package var bytes: [UInt8] = []

    package init() {}

    /// Appends a number in as many bytes as it needs: seven bits each, the lowest first.
    package mutating func pack(_ number: Int64) {
        var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends text with its length.
    package mutating func pack(_ text: String) {
        pack(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends bytes with their number.
    package mutating func pack(_ bytes: [UInt8]) {
        pack(Int64(bytes.count))
        self.bytes += bytes
    }

    /// Appends text that may be absent.
    package mutating func pack(_ text: String?) {
        pack(Int64(text == nil ? 0 : 1))
        if let text { pack(text) }
    }
}

/// Reads packed values in the order in which they were packed.
package struct PackedReader {
    /// All that was packed.
    package let bytes: [UInt8]
    /// Where the next value starts.
    package var position: Int
    /// The text that was read last by `repeatedText`.
    private var lastText = ""

    package init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The next number.
    package mutating func number() -> Int64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// The next text.
    package mutating func text() -> String {
        let range = textRange()
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// The next bytes.
    package mutating func byteArray() -> [UInt8] { Array(bytes[textRange()]) }

    /// The next text that may be absent.
    package mutating func optionalText() -> String? { number() == 0 ? nil : text() }

    /// The next text, which is often the one before: that one is given again then, without making another.
    package mutating func repeatedText() -> String {
        let range = textRange()
        if !lastText.utf8.elementsEqual(bytes[range]) { lastText = String(decoding: bytes[range], as: UTF8.self) }
        return lastText
    }

    private mutating func textRange() -> Range<Int> {
        let count = Int(number())
        defer { position += count }
        return position..<position + count
    }
}
