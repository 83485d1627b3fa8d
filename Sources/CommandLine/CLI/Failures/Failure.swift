import API

/// An error as the process ends with it.
struct Failure {
    let exit: ExitCode
    let error: any Error

    init(_ error: any Error) {
        self.error = error
        exit = ExitCode(error)
    }

    /// Says it on standard error, as a sentence or as a problem.
    func report(to console: Console, asJSON: Bool) -> ExitCode {
        console.say("\(console.errorStyle.red("error:")) \(error)")
        return exit
    }
}
