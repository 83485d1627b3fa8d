extension FileIdentity {
    /// The same as the text of an entity tag.
    var entityTag: String {
        [UInt64(bitPattern: modified), UInt64(bitPattern: changed), UInt64(bitPattern: size), inode, device]
            .map { String($0, radix: 16) }
            .joined(separator: "-")
    }
}
