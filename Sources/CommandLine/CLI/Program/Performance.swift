import API
import App
import Arguments
import Posix

/// Does what a command line asks for, and says what came of it.
struct Performance {
    let arguments: [String]
    let environment: [String: String]

    func perform(_ result: ParseResult<Action>) async -> ExitCode {
        switch result {
        case .run(let action, let values): await run(action, values)
        case .help(let text): print(text)
        case .version: print("packferry \(Version.current)\n")
        case .completions(let shell): print(CommandTree.program.completionScript(for: shell))
        case .manual(let format): print(CommandTree.program.manual(format, date: today))
        case .failure(let error): refuse(error)
        }
    }

    private func run(_ action: @escaping Action, _ values: Values) async -> ExitCode {
        let console = Console(
            volume: values[GlobalOptions.quiet] ? .quiet : values[GlobalOptions.verbose] ? .verbose : .normal,
            isPlain: values[GlobalOptions.plain],
            terminalName: environment["TERM"]
        )
        let asJSON = values[GlobalOptions.json]
        do {
            let surroundings = try EffectiveConfiguration.Surroundings.ofProcess()
            let invocation = Invocation(values: values, console: console, surroundings: surroundings)
            let answer = try await Interruption.cancelling { try await action(invocation) }
            try answer.write(to: console, asJSON: asJSON)
            return answer.exit
        } catch {
            return Failure(error).report(to: console, asJSON: asJSON)
        }
    }
}
