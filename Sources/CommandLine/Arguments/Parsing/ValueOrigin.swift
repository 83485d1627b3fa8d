/// Who gave a value.
package enum ValueOrigin: Equatable, Sendable {
    /// It was typed.
    case commandLine
    /// The named environment variable.
    case environment(String)
    /// Nobody: it is absent, off or the declared default.
    case unset
}
