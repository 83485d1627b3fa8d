/// What a command itself finds wrong: the cause and the next step.
struct CommandError: Error, Sendable, CustomStringConvertible {
    let exit: ExitCode
    /// For programs.
    let code: String
    let description: String

    init(_ exit: ExitCode, _ code: String, _ description: String) {
        self.exit = exit
        self.code = code
        self.description = description
    }

    /// A repository that is not configured.
    static func unknownRepository(_ name: String, known: [String]) -> CommandError {
        let choices = known.joined(separator: ", ")
        return CommandError(
            .usage,
            "invalid-request",
            "There is no repository \"\(name)\"; configured are \(choices)."
        )
    }

    /// A command that works on the disks of this machine was given a server.
    static func onlyHere(_ command: String) -> CommandError {
        CommandError(
            .usage,
            "only-here",
            "'\(command)' works on this machine only: leave --server out, and run it there."
        )
    }
}
