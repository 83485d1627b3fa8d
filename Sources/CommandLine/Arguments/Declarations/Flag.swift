/// A switch: `--deep`.
///
/// Given once or often, it is on.
package struct Flag: NamedParameter {
    /// The flag without its Swift type.
    package let definition: ParameterDefinition

    /// Declares `--name`, with `-short` if given, off unless the command line or the environment says otherwise.
    package init(
        _ name: String,
        short: Character? = nil,
        environment: EnvironmentFallback? = nil,
        help: String
    ) {
        let isPresenceEnough = environment?.isPresenceEnough ?? false
        definition = ParameterDefinition(
            kind: .flag,
            name: name,
            short: short,
            valueName: "",
            help: help,
            arity: .optional,
            environment: environment
        ) { text throws(InvalidValue) in
            isPresenceEnough ? true : try ValueType.switched.parse(text)
        }
    }
}
