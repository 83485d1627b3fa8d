/// What a command line asks for.
///
/// Nothing was printed or run.
package enum ParseResult<Run: Sendable>: Sendable {
    /// A command's `run` with its values.
    case run(Run, Values)
    /// This help text, for standard output.
    case help(String)
    /// The program's version.
    case version
    /// `Program.completionScript(for:)` of this shell.
    case completions(Shell)
    /// `Program.manual(_:date:)` in this format.
    case manual(ManualFormat)
    /// What there is of this kind, a word in a line, for the place that the values of the program name.
    case words(kind: String, Values)
    /// It cannot be understood: exit with `UsageError.exitStatus`.
    case failure(UsageError)
}
