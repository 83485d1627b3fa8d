import Trees

extension FileIdentity {
    /// The same as the text of an entity tag.
    var entityTag: String {
        var text = String(UInt64(bitPattern: modified), radix: 16)
        for part in [UInt64(bitPattern: changed), UInt64(bitPattern: size), inode, device] {
            text += "-"
            text += String(part, radix: 16)
        }
        return text
    }
}
