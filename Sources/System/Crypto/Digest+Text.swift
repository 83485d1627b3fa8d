import CCrypto

extension Digest {
    /// Reads lower-case hexadecimal of exactly the right length; `nil` for anything else, upper case included.
    package init?(hex: some StringProtocol) {
        guard let digest = Self.lending(hex, to: Self.decodingHex) else { return nil }
        self = digest
    }

    /// Lends the bytes of a text, copied only where they do not lie together.
    private static func lending(
        _ text: some StringProtocol,
        to decode: (UnsafeBufferPointer<UInt8>) -> Self?
    ) -> Self? {
        text.utf8.withContiguousStorageIfAvailable(decode) ?? Array(text.utf8).withUnsafeBufferPointer(decode)
    }

    private static func decodingHex(_ digits: UnsafeBufferPointer<UInt8>) -> Self? {
        guard digits.count == 2 * byteCount else { return nil }
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
        guard let digest = Self.lending(base64, to: Self.decodingBase64) else { return nil }
        self = digest
    }

    private static func decodingBase64(_ text: UnsafeBufferPointer<UInt8>) -> Self? {
        let groups = (byteCount + 2) / 3
        guard text.count == 4 * groups else { return nil }
        // Room for what it says, and for that as text once more, behind which EVP_EncodeBlock puts a NUL.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * groups + 4 * groups + 1) { room -> Self? in
            let decoded = UnsafeMutableBufferPointer(rebasing: room[..<(3 * groups)])
            let encoded = UnsafeMutableBufferPointer(rebasing: room[(3 * groups)...])
            guard EVP_DecodeBlock(decoded.baseAddress, text.baseAddress, Int32(text.count)) == 3 * groups else {
                return nil
            }
            // libcrypto skips white space and ignores stray bits: what does not come out the same is not canonical.
            _ = EVP_EncodeBlock(encoded.baseAddress, decoded.baseAddress, Int32(byteCount))
            guard encoded.prefix(text.count).elementsEqual(text) else { return nil }
            return Self { $0.copyBytes(from: decoded.prefix(byteCount)) }
        }
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
