import API
import Arguments
import Jobs

/// The command `packferry job wait`.
enum JobWait {
    static let command = Command<Action>(
        "wait",
        summary: "Wait until a job has ended.",
        discussion:
            "Ends as the job did: 0 when it succeeded, 3 when it was done in part, otherwise by what it failed of.",
        arguments: [JobReference.id]
    ) { invocation in
        let api = try await invocation.backend().api
        let job: Job = try await api.get(APIPath.job(invocation.values[JobReference.id]))
        let ended = try await invocation.progress.watching { reporter in
            try await JobFollower(api: api, reporter: reporter).end(of: job)
        }
        return Answer(ended, exit: exit(ended), JobDetails.blocks(ended))
    }

    private static func exit(_ job: Job) -> ExitCode {
        switch job.state {
        case .succeeded: .done
        case .partial: .partial
        case .failed: job.error.map { ExitCode($0) } ?? .failed
        case .queued, .blocked, .running, .cancelled, .interrupted: .failed
        }
    }
}
