extension APIRoute {
    /// Whether it starts a job and answers with that: such a request may have an `Idempotency-Key`.
    package var startsJob: Bool {
        switch self {
        case .startJob, .createSnapshot, .refreshPackage, .verifyArtifact, .repairFinding, .applyImport,
            .rollBackImport,
            .retryJob, .runSchedule:
            true
        default: false
        }
    }

    /// Whether it says how things are at this moment, and is asked over and over: nobody keeps such an answer.
    package var isProbe: Bool {
        switch self {
        case .showHealth, .showLiveness, .showReadiness, .showVersion, .showMetrics: true
        default: false
        }
    }
}
