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
