/// One verb of a command line as a value: a group of further commands, or something to run.
///
/// `Run` is what the caller wants back for a parsed command, usually a closure over `Values`.
package struct Command<Run: Sendable>: Sendable {
    package let name: String
    let summary: String
    let discussion: String
    let examples: [Example]
    let globals: [any NamedParameter]
    let options: [any NamedParameter]
    let arguments: [any PositionalParameter]
    let exclusive: [ExclusiveSet]
    /// What running it does; a group does nothing.
    package let changes: Changes
    /// The commands below it, in the order of help.
    package let subcommands: [Command]
    let run: Run?

    /// Declares a command that runs; one that changes something takes `Changes.dryRun` besides its options.
    package init(
        _ name: String,
        summary: String,
        discussion: String = "",
        examples: [Example] = [],
        options: [any NamedParameter] = [],
        arguments: [any PositionalParameter] = [],
        exclusive: [ExclusiveSet] = [],
        changes: Changes,
        run: Run
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.examples = examples
        self.globals = []
        self.options = options + changes.options
        self.arguments = arguments
        self.exclusive = exclusive
        self.changes = changes
        self.subcommands = []
        self.run = run
    }

    /// Declares a group; its `globals` are accepted before and after the names of all commands below it.
    package init(
        _ name: String,
        summary: String,
        discussion: String = "",
        examples: [Example] = [],
        globals: [any NamedParameter] = [],
        exclusive: [ExclusiveSet] = [],
        subcommands: [Command]
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.examples = examples
        self.globals = globals
        self.options = []
        self.arguments = []
        self.exclusive = exclusive
        self.changes = .nothing
        self.subcommands = subcommands
        self.run = nil
    }

    func subcommand(named name: String) -> Command? {
        subcommands.first { $0.name == name }
    }
}

/// A command line worth copying, with what it does.
package struct Example: Sendable {
    let line: String
    let purpose: String

    package init(_ line: String, _ purpose: String) {
        self.line = line
        self.purpose = purpose
    }
}
