import API
import Arguments

/// The command `packferry job retry`.
enum JobRetry {
    static let command = Command<Action>(
        "retry",
        summary: "Start a job that did not succeed once more.",
        arguments: [JobReference.id]
    ) { invocation in
        let job = try await invocation.backend().retryJob(invocation.values[JobReference.id])
        return Answer(job, [.line("job \(job.id) is \(JobDetails.state(job))")])
    }
}
