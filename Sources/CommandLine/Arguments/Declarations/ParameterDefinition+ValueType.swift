extension ParameterDefinition {
    /// An optional parameter of `type`; its value is called after its name unless `valueName` says otherwise.
    init<Value: Sendable>(_ kind: Kind, _ name: String, _ type: ValueType<Value>, valueName: String?, help: String) {
        self.init(
            kind: kind,
            name: name,
            valueName: valueName ?? name,
            help: help,
            arity: .optional,
            completion: type.completion
        ) { text throws(InvalidValue) in
            try type.parse(text)
        }
    }
}
