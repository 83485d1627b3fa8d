/// A signature in a file of its own, as `Release.gpg` is, or at the end of a signed text.
enum DetachedSignature {
    /// The signatures as packets; `nil` for what is anything beside signatures.
    ///
    /// A signed text in their place would have gpgv(1) judge that text, and pass over the file in question.
    static func packets(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        let packets = OpenPGPArmor.signature.decode(bytes) ?? Array(bytes)
        guard let kinds = OpenPGPPackets.kinds(packets), kinds.allSatisfy({ $0 == OpenPGPPackets.signature }) else {
            return nil
        }
        return packets
    }
}
