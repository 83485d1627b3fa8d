/// Sorts the words of a command line: which command, which texts for which parameter.
///
/// Types come later.
struct Parser<Run: Sendable> {
    private var tokens: ArraySlice<String>
    private var isPastTerminator = false
    private(set) var path: [Command<Run>]
    private(set) var command: Command<Run>
    private(set) var scope: Scope
    private(set) var found: [String: [String]] = [:]
    private(set) var words: [String] = []

    init(root: Command<Run>, tokens: [String]) {
        self.tokens = tokens[...]
        path = [root]
        command = root
        scope = Scope(of: [root])
    }

    /// The words that lead to the command, for messages.
    var title: String { path.map(\.name).joined(separator: " ") }

    mutating func parse() throws(UsageError) {
        while let text = tokens.popFirst() {
            try isPastTerminator ? take(word: text) : take(Token(text))
        }
    }

    private mutating func take(_ token: Token) throws(UsageError) {
        switch token {
        case .terminator: isPastTerminator = true
        case .word(let word): try take(word: word)
        case .long(let name, let value): try take(long: name, value: value)
        case .short(let letters): try take(short: letters)
        }
    }

    private mutating func take(word: String) throws(UsageError) {
        guard command.run == nil else { return words.append(word) }
        if let next = command.subcommand(named: word) { return descend(to: next) }
        guard word == "help", path.count == 1 else { throw .unknownCommand(word, of: command, at: title) }
        found[BuiltIn.help.definition.spelling] = ["true"]
    }

    private mutating func descend(to next: Command<Run>) {
        path.append(next)
        command = next
        scope = Scope(of: path)
    }

    private mutating func take(long name: String, value: String?) throws(UsageError) {
        guard let definition = scope.long(name) else { throw unknownOption("--\(name)") }
        guard definition.kind == .flag else { return try accept(value, for: definition) }
        if value != nil { throw .unexpectedValue(for: definition.spelling, at: title) }
        found[definition.spelling, default: []].append("true")
    }

    /// Flags may share one dash; the first option with a value takes the rest, or the next word.
    private mutating func take(short letters: String) throws(UsageError) {
        var rest = letters[...]
        while let letter = rest.popFirst() {
            guard let definition = scope.short(letter) else { throw unknownOption("-\(letters)") }
            guard definition.kind == .flag else {
                if rest.first == "=" { return try accept(String(rest.dropFirst()), for: definition) }
                return try accept(rest.isEmpty ? nil : String(rest), for: definition)
            }
            found[definition.spelling, default: []].append("true")
        }
    }

    private mutating func accept(_ attached: String?, for definition: ParameterDefinition) throws(UsageError) {
        let value = if let attached { attached } else { try nextValue(for: definition) }
        if found[definition.spelling] != nil, !definition.isRepeated {
            throw .repeatedOption(definition.spelling, at: title)
        }
        found[definition.spelling, default: []].append(value)
    }

    /// A word that looks like an option is not taken for a value: more often the value was forgotten.
    private mutating func nextValue(for definition: ParameterDefinition) throws(UsageError) -> String {
        guard let next = tokens.first, case .word(let value) = Token(next) else {
            throw .missingValue(for: definition, at: title)
        }
        tokens.removeFirst()
        return value
    }

    private func unknownOption(_ spelled: String) -> UsageError {
        .unknownOption(spelled, in: scope, of: command, at: title)
    }
}
