extension FileIdentity {
    /// The same as the text of an entity tag.
    var entityTag: String {
        var text = ""
        text.reserveCapacity(96)
        for part in [UInt64(bitPattern: modified), UInt64(bitPattern: changed), UInt64(bitPattern: size), inode, device] {
            if !text.isEmpty { text += "-" }
            text += String(part, radix: 16)
        }
        return text
    }
}
