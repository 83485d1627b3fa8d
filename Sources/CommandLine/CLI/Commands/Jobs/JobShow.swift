import Arguments

/// The command `packferry job show`.
enum JobShow {
    static let command = Command<Action>("show", summary: "Show one job.", arguments: [JobReference.id]) { invocation in
        let job = try await invocation.backend().job(invocation.values[JobReference.id])
        return Answer(job, JobDetails.blocks(job))
    }
}
