/// A positional argument.
///
/// `Value` is the type that `Values` gives back.
package struct Argument<Value: Sendable>: PositionalParameter {
    /// The argument without its Swift type.
    package let definition: ParameterDefinition
    let assemble: @Sendable ([any Sendable]) -> Value?
}

extension Argument {
    /// Declares an argument without which the command is refused.
    package init(_ name: String, _ type: ValueType<Value>, help: String) {
        var definition = ParameterDefinition(.argument, name, type, valueName: nil, help: help)
        definition.arity = .required
        self.init(definition: definition) { values in values.last as? Value }
    }

    /// Declares an argument that may be left out: nil then.
    package init<Element: Sendable>(optional name: String, _ type: ValueType<Element>, help: String)
    where Value == Element? {
        let definition = ParameterDefinition(.argument, name, type, valueName: nil, help: help)
        self.init(definition: definition) { values in .some(values.last as? Element) }
    }

    /// Declares an argument that takes all that is left, at least `minimum` values.
    package init<Element: Sendable>(
        repeated name: String,
        _ type: ValueType<Element>,
        atLeast minimum: Int = 1,
        help: String
    ) where Value == [Element] {
        var definition = ParameterDefinition(.argument, name, type, valueName: nil, help: help)
        definition.arity = .repeated(atLeast: minimum)
        self.init(definition: definition) { values in values.compactMap { $0 as? Element } }
    }
}
