/// What a command takes: a flag, an option with a value, or a positional argument.
package protocol Parameter: Sendable {
    /// The parameter without its Swift type, for parsing and for documents.
    var definition: ParameterDefinition { get }
}

/// A parameter that is named on the command line: `--deep`, `--minutes 5`.
package protocol NamedParameter: Parameter {}

/// A parameter that is recognised by its place.
package protocol PositionalParameter: Parameter {}

/// A parameter without its Swift type.
package struct ParameterDefinition: Sendable {
    enum Kind { case flag, option, argument }

    /// Whether a value must, may once, or may often be given.
    enum Arity: Equatable {
        case required
        case optional
        case repeated(atLeast: Int)
    }

    let kind: Kind
    let name: String
    var short: Character?
    var valueName: String
    let help: String
    var arity: Arity
    var defaultText: String?
    var environment: EnvironmentFallback?
    var completion = Completion.none
    let parse: @Sendable (String) throws(InvalidValue) -> any Sendable
}

extension ParameterDefinition {
    /// The spelling that messages use, and the key under which values are kept: `--minutes` or `<id>`.
    var spelling: String {
        kind == .argument ? "<\(valueName)>" : "--\(name)"
    }

    var isRepeated: Bool {
        if case .repeated = arity { true } else { false }
    }

    var minimum: Int {
        switch arity {
        case .required: 1
        case .optional: 0
        case .repeated(let least): least
        }
    }

    /// How it stands in a list of parameters: `-m, --minutes <minutes>`.
    var term: String {
        switch kind {
        case .argument: isRepeated ? "\(spelling)..." : spelling
        case .flag: shortTerm + spelling
        case .option: "\(shortTerm)\(spelling) <\(valueName)>"
        }
    }

    private var shortTerm: String {
        short.map { "-\($0), " } ?? ""
    }

    /// How it stands in a usage line: `[<name>]`, `--site <site>`, `<file>...`.
    var usage: String {
        let bare = kind == .option ? "\(spelling) <\(valueName)>" : spelling
        let often = isRepeated ? "\(bare)..." : bare
        return minimum == 0 ? "[\(often)]" : often
    }

    /// What help adds in brackets: whether it must be given, choices, default, environment variable.
    var notes: [String] {
        var notes: [String] = []
        if kind == .option, minimum > 0 { notes.append("required") }
        if kind == .option, isRepeated { notes.append("may be repeated") }
        if !completion.choices.isEmpty { notes.append("one of: \(completion.choices.joined(separator: ", "))") }
        if let defaultText { notes.append("default: \(defaultText)") }
        if let environment { notes.append("environment: \(environment.name)") }
        return notes
    }

    /// The help with the notes after it.
    var description: String {
        let notes = notes
        return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
    }
}

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
