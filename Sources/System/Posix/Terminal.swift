import CShims
import Glibc

/// The terminal behind one of the standard streams, if there is one.
package enum Terminal {
    /// Whether the file descriptor of that number is a terminal.
    package static func isTerminal(_ number: Int32) -> Bool { isatty(number) == 1 }

    /// How many columns it has; `nil` when it is none or does not say.
    package static func columns(_ number: Int32) -> Int? {
        let columns = Int(pf_terminal_columns(number))
        return columns > 0 ? columns : nil
    }
}
