/// A whole command line: the command tree with what all its commands share.
package struct Program<Run: Sendable>: Sendable {
    /// The command that the binary is named after.
    package let root: Command<Run>
    /// What `--version` stands for; man pages carry it.
    package let version: String
    let exitStatus: [ExitStatus]

    /// Binds the tree together; a contradiction in its declarations is a programmer error.
    package init(root: Command<Run>, version: String, exitStatus: [ExitStatus]) {
        let problems = DeclarationCheck.problems(in: root)
        precondition(problems.isEmpty, "The command tree contradicts itself: \(problems.joined(separator: "; ")).")
        self.root = root
        self.version = version
        self.exitStatus = exitStatus
    }

    /// Understands the words after the program's name; prints nothing and reads nothing but its arguments.
    package func parse(
        _ arguments: [String],
        environment: [String: String] = [:],
        style: TextStyle = TextStyle()
    ) -> ParseResult<Run> {
        var parser = Parser(root: root, tokens: arguments)
        do throws(UsageError) {
            try parser.parse()
            if let answer = try answer(to: parser, environment: environment, style: style) { return answer }
            return try run(parser, environment: environment, style: style)
        } catch {
            // There is no help for what does not exist.
            guard error.code != .unknownCommand,
                arguments.prefix(while: { $0 != "--" }).contains(where: BuiltIn.asksForHelp)
            else {
                return .failure(error)
            }
            return .help(help(for: parser.path, style: style))
        }
    }

    private func answer(
        to parser: Parser<Run>,
        environment: [String: String],
        style: TextStyle
    ) throws(UsageError) -> ParseResult<Run>? {
        switch try BuiltIn.request(in: parser) {
        case nil: nil
        case .help: .help(help(for: parser.path, style: style))
        case .version: .version
        case .completions(let shell): .completions(shell)
        case .manual(let format): .manual(format)
        case .words(let kind): .words(kind: kind, try Resolution(parser: parser, environment: environment).values())
        }
    }

    private func run(
        _ parser: Parser<Run>,
        environment: [String: String],
        style: TextStyle
    ) throws(UsageError) -> ParseResult<Run> {
        guard let run = parser.command.run else {
            throw .missingCommand(of: parser.command, at: parser.title, help: help(for: parser.path, style: style))
        }
        let values = try Resolution(parser: parser, environment: environment).values()
        return .run(run, values)
    }

    private func help(for path: [Command<Run>], style: TextStyle) -> String {
        HelpText(page: CommandPage(path: path, of: self), style: style).rendered()
    }
}

/// One row of the EXIT STATUS section.
package struct ExitStatus: Sendable {
    let code: Int32
    let meaning: String

    package init(_ code: Int32, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}
