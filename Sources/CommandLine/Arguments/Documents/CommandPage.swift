/// All that documents say about one command, without the type of what it runs.
struct CommandPage {
    let path: [String]
    let summary: String
    let discussion: String
    let examples: [Example]
    let arguments: [ParameterDefinition]
    let options: [ParameterDefinition]
    let globals: [ParameterDefinition]
    let rules: [String]
    let subcommands: [(name: String, summary: String)]
    let exitStatus: [ExitStatus]
}

extension CommandPage {
    /// The page of the last command of `path`.
    init<Run>(path: [Command<Run>], of program: Program<Run>) {
        let scope = Scope(of: path)
        let command = path.last ?? program.root
        self.init(
            path: path.map(\.name),
            summary: command.summary,
            discussion: command.discussion,
            examples: command.examples,
            arguments: command.arguments.map(\.definition),
            options: scope.own,
            globals: scope.globals,
            rules: command.exclusive.map(\.sentence),
            subcommands: command.subcommands.map { ($0.name, $0.summary) },
            exitStatus: program.exitStatus
        )
    }

    var title: String { path.joined(separator: " ") }

    var usage: String {
        let required = options.filter { $0.minimum > 0 }.map(\.usage)
        let rest = subcommands.isEmpty ? arguments.map(\.usage) : ["<command>"]
        return ([title] + required + ["[options]"] + rest).joined(separator: " ")
    }

    var footer: String? {
        subcommands.isEmpty ? nil : "Run '\(title) <command> --help' for what one of them takes."
    }
}

extension Program {
    /// The pages of all commands, each group before what it holds.
    var pages: [CommandPage] { pages(below: [root]) }

    private func pages(below path: [Command<Run>]) -> [CommandPage] {
        [CommandPage(path: path, of: self)]
            + (path.last?.subcommands ?? []).flatMap { pages(below: path + [$0]) }
    }
}
