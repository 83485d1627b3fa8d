import CCrypto

/// Bytes that nobody can guess, from libcrypto's generator.
package enum Randomness {
    /// `count` random bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let result = RAND_bytes(buffer.baseAddress, Int32(count))
            precondition(result == 1, "the system gives no randomness")
            filled = count
        }
    }

    /// `count` random bytes as lower-case hexadecimal, two digits each.
    package static func hex(_ count: Int) -> String {
        let digits = bytes(count).flatMap { byte in
            let (high, low) = Hexadecimal.digits(of: byte)
            return [high, low]
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
