import CCrypto

extension Digest {
    /// Reads lower-case hexadecimal of exactly the right length; `nil` for anything else, upper case included.
    package init?(hex: some StringProtocol) {
        let digits = hex.utf8
        guard digits.count == 2 * Self.byteCount else { return nil }
        let digest =
            digits.withContiguousStorageIfAvailable(Self.decoding)
            ?? Array(digits).withUnsafeBufferPointer(Self.decoding)
        guard let digest else { return nil }
        self = digest
    }

    private static func decoding(_ digits: UnsafeBufferPointer<UInt8>) -> Self? {
        var isValid = true
        let digest = Self { bytes in
            for index in bytes.indices {
                let high = Hexadecimal.value(of: digits[2 * index])
                let low = Hexadecimal.value(of: digits[2 * index + 1])
                isValid = isValid && (high | low) < 16
                bytes[index] = high << 4 | low
            }
        }
        return isValid ? digest : nil
    }

    /// Reads padded base64 (RFC 4648 §4) of exactly the right length; `nil` for anything else, stray bits included.
    package init?(base64: some StringProtocol) {
        let groups = (Self.byteCount + 2) / 3
        let text = Array(base64.utf8)
        guard text.count == 4 * groups else { return nil }
        var decoded = [UInt8](repeating: 0, count: 3 * groups)
        guard EVP_DecodeBlock(&decoded, text, Int32(text.count)) == 3 * groups else { return nil }
        self.init(bytes: Array(decoded.prefix(Self.byteCount)))
        // libcrypto skips white space and ignores stray bits: what does not come out the same is not canonical.
        guard self.base64.utf8.elementsEqual(text) else { return nil }
    }

    /// Lower-case hexadecimal.
    package var hex: String {
        String(unsafeUninitializedCapacity: 2 * Self.byteCount) { text in
            withUnsafeBytes { bytes in
                for (index, byte) in bytes.enumerated() {
                    (text[2 * index], text[2 * index + 1]) = Hexadecimal.digits(of: byte)
                }
            }
            return 2 * Self.byteCount
        }
    }

    /// Base64 with padding (RFC 4648 §4), as subresource integrity writes it after `sha512-`.
    package var base64: String {
        // EVP_EncodeBlock ends its text with a NUL, for which there must be room.
        let count = 4 * ((Self.byteCount + 2) / 3)
        return String(unsafeUninitializedCapacity: count + 1) { text in
            withUnsafeBytes { bytes in
                _ = EVP_EncodeBlock(
                    text.baseAddress,
                    bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
                    Int32(bytes.count)
                )
            }
            return count
        }
    }

    /// Appends its lower-case hexadecimal, for lines that are written by the hundred thousand.
    package func appendHex(to text: inout [UInt8]) {
        withUnsafeBytes { bytes in
            for byte in bytes {
                let (high, low) = Hexadecimal.digits(of: byte)
                text.append(high)
                text.append(low)
            }
        }
    }

    /// The same as `hex`.
    package var description: String { hex }
}

/// The digits `0` to `f`, lower case alone.
enum Hexadecimal {
    /// What one digit stands for; 255 for any other byte.
    static func value(of digit: UInt8) -> UInt8 {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: .max
        }
    }

    /// The two digits of one byte.
    static func digits(of byte: UInt8) -> (UInt8, UInt8) { (digit(byte >> 4), digit(byte & 15)) }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
