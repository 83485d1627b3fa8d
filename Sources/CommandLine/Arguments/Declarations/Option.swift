/// An option with a value: `--minutes 5` or `--minutes=5`.
///
/// `Value` is the type that `Values` gives back.
package struct Option<Value: Sendable>: NamedParameter {
    /// The option without its Swift type.
    package let definition: ParameterDefinition
    let assemble: @Sendable ([any Sendable]) -> Value?
}

extension Option {
    /// Declares an option that may be left out: nil then.
    package init<Element: Sendable>(
        _ name: String,
        _ type: ValueType<Element>,
        short: Character? = nil,
        valueName: String? = nil,
        environment: EnvironmentFallback? = nil,
        help: String
    ) where Value == Element? {
        var definition = ParameterDefinition(.option, name, type, valueName: valueName, help: help)
        definition.short = short
        definition.environment = environment
        self.init(definition: definition) { values in .some(values.last as? Element) }
    }

    /// Declares an option with a default, which help shows.
    package init(
        _ name: String,
        _ type: ValueType<Value>,
        default preset: Value,
        short: Character? = nil,
        valueName: String? = nil,
        environment: EnvironmentFallback? = nil,
        help: String
    ) {
        var definition = ParameterDefinition(.option, name, type, valueName: valueName, help: help)
        definition.short = short
        definition.environment = environment
        definition.defaultText = type.describe(preset)
        self.init(definition: definition) { values in values.isEmpty ? preset : values.last as? Value }
    }

    /// Declares an option without which the command is refused.
    package init(
        required name: String,
        _ type: ValueType<Value>,
        short: Character? = nil,
        valueName: String? = nil,
        environment: EnvironmentFallback? = nil,
        help: String
    ) {
        var definition = ParameterDefinition(.option, name, type, valueName: valueName, help: help)
        definition.short = short
        definition.environment = environment
        definition.arity = .required
        self.init(definition: definition) { values in values.last as? Value }
    }

    /// Declares an option that may be given often; values keep their order.
    ///
    /// A variable gives one value.
    package init<Element: Sendable>(
        repeated name: String,
        _ type: ValueType<Element>,
        atLeast minimum: Int = 0,
        short: Character? = nil,
        valueName: String? = nil,
        environment: EnvironmentFallback? = nil,
        help: String
    ) where Value == [Element] {
        var definition = ParameterDefinition(.option, name, type, valueName: valueName, help: help)
        definition.short = short
        definition.environment = environment
        definition.arity = .repeated(atLeast: minimum)
        self.init(definition: definition) { values in values.compactMap { $0 as? Element } }
    }
}
