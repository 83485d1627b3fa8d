/// What is wrong with a YAML text, and where.
package struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, counted from 1.
    package let line: Int
    /// The column in characters, counted from 1.
    package let column: Int
    /// What is wrong there, as a clause without a full stop.
    package let reason: String

    /// Describes one flaw.
    package init(at position: YAMLPosition, reason: String) {
        line = position.line
        column = position.column
        self.reason = reason
    }

    /// One line: `line 3, column 5: the key listen is there twice, first in line 1`.
    package var description: String { "line \(line), column \(column): \(reason)" }
}

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
