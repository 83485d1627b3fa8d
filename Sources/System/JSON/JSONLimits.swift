/// How deep and how long a document may be before reading it is refused.
package struct JSONLimits: Hashable, Sendable {
    /// The greatest number of containers inside one another.
    package let depth: Int
    /// The greatest number of bytes in one document.
    package let bytes: Int

    /// Sets both bounds; the standard ones are 64 levels and 64 MiB.
    package init(depth: Int = 64, bytes: Int = 64 << 20) {
        precondition(depth > 0 && depth <= 1024, "containers are read recursively: keep the depth within 1...1024")
        self.depth = depth
        self.bytes = bytes
    }

    /// 64 levels and 64 MiB, the bounds of what is merged out of an archive.
    package static let standard = JSONLimits()
}

/// What to do when one object names a member twice, which RFC 8259 §4 leaves open.
package enum DuplicateKeys: Sendable {
    /// Every occurrence is read, in document order.
    case allow
    /// The second occurrence is an error; names are compared after unescaping, by bytes.
    case reject
}
