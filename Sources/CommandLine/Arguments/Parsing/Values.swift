/// The typed values of one parsed command line, read through the declarations themselves.
package struct Values: Sendable {
    struct Stored: Sendable {
        var values: [any Sendable]
        var origin: ValueOrigin

        /// Whether it counts in an exclusive set: a flag that the environment switches off does not.
        var isGiven: Bool {
            !values.isEmpty && values.last as? Bool != false
        }
    }

    /// The words that led to the command: "packferry job list".
    package let command: String
    var stored: [String: Stored] = [:]

    init(command: String) {
        self.command = command
    }

    /// The value of an option; reading one that the command does not declare is a programmer error.
    package subscript<Value>(option: Option<Value>) -> Value {
        read(option.definition, option.assemble)
    }

    /// The value of an argument; reading one that the command does not declare is a programmer error.
    package subscript<Value>(argument: Argument<Value>) -> Value {
        read(argument.definition, argument.assemble)
    }

    /// Whether a flag is on; reading one that the command does not declare is a programmer error.
    package subscript(flag: Flag) -> Bool {
        read(flag.definition) { values in values.isEmpty ? false : values.last as? Bool }
    }

    /// Whether the command takes `Changes.dryRun` and it was given: then nothing may be changed.
    package var isDryRun: Bool { stored[Changes.dryRun.definition.spelling] != nil && self[Changes.dryRun] }

    /// Where the value of a parameter comes from, so that a configuration file can rank between.
    package func origin(of parameter: any Parameter) -> ValueOrigin {
        entry(for: parameter.definition).origin
    }

    private func read<Value>(
        _ definition: ParameterDefinition,
        _ assemble: ([any Sendable]) -> Value?
    ) -> Value {
        guard let value = assemble(entry(for: definition).values) else {
            preconditionFailure("'\(command)' declares \(definition.spelling) with another type of value.")
        }
        return value
    }

    private func entry(for definition: ParameterDefinition) -> Stored {
        guard let entry = stored[definition.spelling] else {
            preconditionFailure("'\(command)' does not declare \(definition.spelling), so it cannot be read.")
        }
        return entry
    }
}

/// Who gave a value.
package enum ValueOrigin: Equatable, Sendable {
    /// It was typed.
    case commandLine
    /// The named environment variable.
    case environment(String)
    /// Nobody: it is absent, off or the declared default.
    case unset
}
