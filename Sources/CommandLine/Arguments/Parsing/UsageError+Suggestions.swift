import Spelling

extension UsageError {
    /// Suggests a command of the same group, else one of that name elsewhere below it.
    static func unknownCommand<Run>(_ word: String, of group: Command<Run>, at title: String) -> UsageError {
        let names = group.subcommands.map(\.name)
        let near = Spelling.nearest(to: word, among: names).map { ["\(title) \($0)"] }
        let meant = near ?? titles(below: group, at: title) { $0.name == word }
        let safe = Quotation.safe(word)
        return UsageError(.unknownCommand, safe, "unknown command '\(safe)'", hint: question(meant), at: title)
    }

    /// Suggests an option that is accepted here, else the commands below that have one of that name.
    static func unknownOption<Run>(
        _ spelled: String,
        in scope: Scope,
        of command: Command<Run>,
        at title: String
    ) -> UsageError {
        let name = String(spelled.drop { $0 == "-" })
        let near = Spelling.nearest(to: name, among: scope.named.map(\.name)).map { ["--\($0)"] }
        let owners = titles(below: command, at: title) { owner in
            owner.options.contains { $0.definition.spelling == spelled }
        }
        let hint = owners.isEmpty ? question(near ?? []) : "It belongs to \(Quotation.list(owners, joint: "or"))."
        let safe = Quotation.safe(spelled)
        return UsageError(.unknownOption, safe, "unknown option '\(safe)'", hint: hint, at: title)
    }

    private static func titles<Run>(
        below group: Command<Run>,
        at title: String,
        where isMeant: (Command<Run>) -> Bool
    ) -> [String] {
        group.subcommands.flatMap { command in
            let here = "\(title) \(command.name)"
            return (isMeant(command) ? [here] : []) + titles(below: command, at: here, where: isMeant)
        }
    }

    private static func question(_ meant: [String]) -> String? {
        meant.isEmpty ? nil : "Did you mean \(Quotation.list(meant, joint: "or"))?"
    }
}
