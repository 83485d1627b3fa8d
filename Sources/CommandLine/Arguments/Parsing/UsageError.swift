/// Why a command line cannot be understood.
///
/// It reads as one line that names the word, the cause and the next step.
package struct UsageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of mistake.
    package enum Code: String, Sendable {
        case unknownCommand, unknownOption, missingCommand, missingValue, missingArgument, missingOption
        case unexpectedValue, unexpectedArgument, invalidValue, repeatedOption, conflictingOptions
    }

    /// The exit status of a wrong command line (`EX_USAGE` of sysexits.h).
    package static let exitStatus: Int32 = 64

    /// The kind of mistake.
    package let code: Code
    /// The word, option or variable it is about, made safe to print.
    package let subject: String
    /// What is wrong, as a sentence without its full stop.
    package let cause: String
    /// What to do instead, as a sentence, when something is near at hand.
    package let hint: String?
    /// The words that led to the command.
    package let command: String
    /// The help to print below, when no command was named at all.
    package let help: String?

    init(_ code: Code, _ subject: String, _ cause: String, hint: String? = nil, at command: String, help: String? = nil)
    {
        self.code = code
        self.subject = subject
        self.cause = cause
        self.hint = hint
        self.command = command
        self.help = help
    }

    /// The cause, the hint, and where the help is.
    package var description: String {
        [cause.hasSuffix("?") ? cause : "\(cause).", hint, "See '\(command) --help'."].compactMap(\.self).joined(
            separator: " "
        )
    }
}
