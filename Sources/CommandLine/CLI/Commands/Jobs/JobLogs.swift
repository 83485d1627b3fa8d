import Arguments

/// The command `packferry job logs`.
enum JobLogs {
    private static let follow = Flag("follow", short: "f", help: "Go on until the job has ended.")

    static let command = Command<Action>(
        "logs",
        summary: "Print the log of a job.",
        discussion: "With --json the lines are JSON objects, as they lie on disk.",
        options: [follow],
        arguments: [JobReference.id]
    ) { invocation in
        let api = try await invocation.backend().api
        var log = JobLogReader(api: api, id: invocation.values[JobReference.id])
        var isOpen = true
        while isOpen {
            // Asked before reading: what a job wrote before it ended is then always read.
            let isRunning = invocation.values[follow] ? try await !log.hasJobEnded() : false
            for line in try await log.next() {
                try invocation.console.write(invocation.values[GlobalOptions.json] ? line.raw + [10] : line.text)
            }
            if isRunning { try await Task.sleep(for: .milliseconds(500)) }
            isOpen = isRunning
        }
        return .nothing
    }
}
