import CCrypto

/// Base64 with padding (RFC 4648 §4) of any bytes, and nothing but its one canonical form when it is read.
package enum Base64 {
    /// The text of these bytes, without line breaks.
    package static func encode(_ bytes: [UInt8]) -> String {
        // EVP_EncodeBlock ends its text with a NUL, for which there must be room.
        let count = 4 * ((bytes.count + 2) / 3)
        return String(unsafeUninitializedCapacity: count + 1) { text in
            _ = EVP_EncodeBlock(text.baseAddress, bytes, Int32(bytes.count))
            return count
        }
    }

    /// The bytes that a text stands for; `nil` for anything that `encode` does not write.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let text = Array(text)
        guard text.count.isMultiple(of: 4), text.count < 1 << 24 else { return nil }
        var bytes = [UInt8](repeating: 0, count: text.count / 4 * 3)
        guard EVP_DecodeBlock(&bytes, text, Int32(text.count)) == bytes.count else { return nil }
        bytes.removeLast(text.suffix(2).count { $0 == UInt8(ascii: "=") })
        // libcrypto skips white space and ignores stray bits: what does not come out the same is not canonical.
        return encode(bytes).utf8.elementsEqual(text) ? bytes : nil
    }
}
