/// Bytes that a trusted key signed.
package struct VerifiedText: Hashable, Sendable {
    /// Exactly what is signed; nothing else of the file may be read.
    package let bytes: [UInt8]
    /// The fingerprints of the keys whose signatures hold, and of those that own them, in capital hexadecimal, sorted.
    package let fingerprints: [String]
}
