/// A job whose work is under way in this process.
struct Execution {
    /// Why it was told to stop.
    enum StopReason {
        case cancelled, timedOut, stopping
    }

    /// The job as its row says, but for progress.
    var job: Job
    let kind: JobKind
    let claims: [ResourceClaim]
    let monitor: JobMonitor
    let work: Task<JobResult, any Error>
    /// What watches it: ends with it.
    var timers: [Task<Void, Never>]
    var stopReason: StopReason?
    /// Whether its row says that it ended, although the work goes on and its claims are held.
    var isGivenUp = false
    /// What was last written of its progress.
    var lastReport: JobReport?

    /// How often this job was tried, this attempt included.
    var attemptsMade: Int { job.attempt - job.firstAttempt + 1 }

    func endTimers() { for timer in timers { timer.cancel() } }
}
