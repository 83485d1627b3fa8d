/// How deep, how long and how rich in names a document may be before reading it is refused.
package struct JSONLimits: Hashable, Sendable {
    /// The greatest number of containers inside one another.
    package let depth: Int
    /// The greatest number of bytes in one document.
    package let bytes: Int
    /// The greatest number of member names in the objects that are open at once, where repeats are looked for: each takes
    /// some forty bytes meanwhile.
    package let names: Int

    /// Sets the bounds; the standard ones are 64 levels, 64 MiB and a quarter of a million names.
    package init(depth: Int = 64, bytes: Int = 64 << 20, names: Int = 1 << 18) {
        precondition(depth > 0 && depth <= 1024, "containers are read recursively: keep the depth within 1...1024")
        self.depth = depth
        self.bytes = bytes
        self.names = names
    }

    /// The bounds of what is merged out of an archive.
    package static let standard = JSONLimits()
}

/// What to do when one object names a member twice, which RFC 8259 §4 leaves open.
package enum DuplicateKeys: Sendable {
    /// Every occurrence is read, in document order.
    case allow
    /// The second occurrence is an error; names are compared after unescaping, by bytes.
    case reject
}
