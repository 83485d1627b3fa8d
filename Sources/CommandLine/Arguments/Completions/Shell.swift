/// The shells that completions are written for.
package enum Shell: String, CaseIterable, Sendable {
    /// GNU bash 4 and newer.
    case bash
    /// Z shell 5 and newer.
    case zsh
    /// fish 3 and newer.
    case fish
}

extension CommandPage {
    /// Every named parameter that is accepted where this command stands.
    var named: [ParameterDefinition] { options + globals }

    /// The spellings of the named parameters that take a value, or of those that do not.
    func spellings(takingValue: Bool) -> [String] {
        named.filter { ($0.kind == .option) == takingValue }.flatMap(\.spellings)
    }
}

extension ParameterDefinition {
    /// How it can be typed: `-m` and `--minutes`.
    var spellings: [String] {
        (short.map { ["-\($0)"] } ?? []) + [spelling]
    }
}

extension [CommandPage] {
    /// The options that say where the program looks: those of the program itself that take a value.
    var places: [String] {
        (first?.globals ?? []).filter { $0.kind == .option && !BuiltIn.isOne($0) }.flatMap(\.spellings)
    }
}
