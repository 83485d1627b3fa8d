import API
import Arguments

/// The command `packferry job cancel`.
enum JobCancel {
    static let command = Command<Action>(
        "cancel",
        summary: "Ask a job to end.",
        arguments: [JobReference.id]
    ) { invocation in
        let job = try await invocation.backend().cancelJob(invocation.values[JobReference.id])
        return Answer(job, [.line("job \(job.id) is \(JobDetails.state(job))")])
    }
}
