import App
import Arguments
import FoundationEssentials
import Posix

/// The program: understands the command line, runs it, and ends with its exit code.
@main
enum Packferry {
    static func main() async {
        CurrentProcess.ignoreBrokenPipes()
        let environment = ProcessInfo.processInfo.environment
        let style = TextStyle(width: min(Terminal.columns(1) ?? 80, 120))
        let arguments = Array(CommandLine.arguments.dropFirst())
        let result = CommandTree.program.parse(
            arguments,
            environment: environment,
            style: style
        )
        let exit = await Performance(arguments: arguments, environment: environment).perform(result)
        CurrentProcess.exit(exit.rawValue)
    }
}
