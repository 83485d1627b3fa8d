/// A job whose work is under way in this process.
struct Execution {
    /// Why it was told to stop.
    enum StopReason {
        case cancelled, timedOut, stopping
    }

    let job: Job
    let kind: JobKind
    let claims: [ResourceClaim]
    let monitor: JobMonitor
    let work: Task<JobOutcome, any Error>
    var stopReason: StopReason?
    /// Whether its row says that it ended, although the work goes on and its claims are held.
    var isGivenUp = false
    /// What watches it: ends with it.
    var timers: [Task<Void, Never>] = []

    func end() { for timer in timers { timer.cancel() } }
}
