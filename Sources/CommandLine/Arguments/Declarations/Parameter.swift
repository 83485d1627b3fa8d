/// What a command takes: a flag, an option with a value, or a positional argument.
package protocol Parameter: Sendable {
    /// The parameter without its Swift type, for parsing and for documents.
    var definition: ParameterDefinition { get }
}

/// A parameter that is named on the command line: `--deep`, `--minutes 5`.
package protocol NamedParameter: Parameter {}

/// A parameter that is recognised by its place.
package protocol PositionalParameter: Parameter {}
