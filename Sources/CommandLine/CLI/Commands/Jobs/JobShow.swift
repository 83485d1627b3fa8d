import Arguments

/// The command `packferry job show`.
enum JobShow {
    static let command = Command<Action>("show", summary: "Show one job.", arguments: [JobArguments.id]) { invocation in
        let job = try await invocation.backend().job(invocation.values[JobArguments.id])
        return Answer(job, JobDetails.blocks(job))
    }
}
