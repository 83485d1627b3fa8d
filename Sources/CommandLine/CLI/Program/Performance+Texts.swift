import Arguments
import Posix
import Time

extension Performance {
    /// The day on which the manual is printed.
    var today: String { String(WallClock.system.now().text(.seconds).prefix(10)) }

    func print(_ text: String) -> ExitCode {
        let console = Console(volume: .normal, isPlain: true, terminalName: nil)
        do {
            try console.write(Array(text.utf8))
            return .done
        } catch {
            return Failure(error).report(to: console, asJSON: false)
        }
    }

    func refuse(_ error: UsageError) -> ExitCode {
        let console = Console(
            volume: .normal,
            isPlain: environment["NO_COLOR"] != nil,
            terminalName: environment["TERM"]
        )
        // What was typed is not understood, but what form an answer should have can be seen.
        let asJSON = arguments.contains("--json")
        if let help = error.help, !asJSON { console.say(help) }
        return Failure(error).report(to: console, asJSON: asJSON)
    }
}
