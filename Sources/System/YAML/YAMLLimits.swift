/// How much a document may ask of its reader.
package struct YAMLLimits: Sendable {
    /// The size of the text.
    package var bytes: Int
    /// How deep values may lie in each other, aliases resolved.
    package var depth: Int
    /// How many values there may be, aliases resolved.
    package var nodes: Int

    /// Enough for any configuration file written by hand.
    package init(bytes: Int = 1 << 20, depth: Int = 32, nodes: Int = 100_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}
