/// Turns the texts that were found into typed values, after defaults, environment and rules had their say.
struct Resolution {
    private let definitions: [ParameterDefinition]
    private let exclusive: [ExclusiveSet]
    private let environment: [String: String]
    private let title: String
    private var found: [String: [String]]

    init(
        definitions: [ParameterDefinition],
        found: [String: [String]],
        exclusive: [ExclusiveSet] = [],
        environment: [String: String] = [:],
        title: String
    ) {
        self.definitions = definitions
        self.found = found
        self.exclusive = exclusive
        self.environment = environment
        self.title = title
    }

    init<Run>(parser: Parser<Run>, environment: [String: String]) throws(UsageError) {
        let arguments = parser.command.arguments.map(\.definition)
        self.init(
            definitions: parser.scope.named + arguments,
            found: parser.found,
            exclusive: parser.path.flatMap(\.exclusive),
            environment: environment,
            title: parser.title
        )
        try assign(parser.words, to: arguments)
    }

    /// Words go to arguments by place; the last argument takes the rest if it may be repeated.
    private mutating func assign(_ words: [String], to arguments: [ParameterDefinition]) throws(UsageError) {
        var words = words[...]
        for argument in arguments where !words.isEmpty {
            let count = argument.isRepeated ? words.count : 1
            found[argument.spelling] = Array(words.prefix(count))
            words.removeFirst(count)
        }
        if let extra = words.first { throw .unexpectedArgument(extra, at: title) }
    }

    func values() throws(UsageError) -> Values {
        var values = Values(command: title)
        for definition in definitions { values.stored[definition.spelling] = try stored(for: definition) }
        for rule in exclusive { try apply(rule, to: &values) }
        for definition in definitions { try checkPresence(of: definition, in: values) }
        return values
    }

    private func stored(for definition: ParameterDefinition) throws(UsageError) -> Values.Stored {
        if let texts = found[definition.spelling] {
            var typed: [any Sendable] = []
            for text in texts { typed.append(try parsed(text, as: definition, from: definition.spelling)) }
            return Values.Stored(values: typed, origin: .commandLine)
        }
        guard let variable = definition.environment?.name, let text = environment[variable], !text.isEmpty else {
            return Values.Stored(values: [], origin: .unset)
        }
        return Values.Stored(
            values: [try parsed(text, as: definition, from: variable)],
            origin: .environment(variable)
        )
    }

    private func parsed(
        _ text: String,
        as definition: ParameterDefinition,
        from source: String
    ) throws(UsageError) -> any Sendable {
        do throws(InvalidValue) {
            return try definition.parse(text)
        } catch {
            throw .invalidValue(text, for: source, reason: error.reason, at: title)
        }
    }

    /// What stands on the command line beats what the environment says for another member of the set.
    private func apply(_ rule: ExclusiveSet, to values: inout Values) throws(UsageError) {
        let names = rule.members.map(\.spelling)
        let given = names.filter { values.stored[$0]?.isGiven == true }
        let typed = given.filter { values.stored[$0]?.origin == .commandLine }
        let rivals = typed.isEmpty ? given : typed
        if rivals.count > 1 { throw .conflict(between: rivals.map { source(of: $0, in: values) }, at: title) }
        for name in given where !rivals.contains(name) {
            values.stored[name] = Values.Stored(values: [], origin: .unset)
        }
        if rule.isRequired, given.isEmpty { throw .missingOne(of: names, at: title) }
    }

    private func source(of name: String, in values: Values) -> String {
        if case .environment(let variable)? = values.stored[name]?.origin { return variable }
        return name
    }

    private func checkPresence(of definition: ParameterDefinition, in values: Values) throws(UsageError) {
        let count = values.stored[definition.spelling]?.values.count ?? 0
        if count < definition.minimum { throw .missing(definition, given: count, at: title) }
    }
}
