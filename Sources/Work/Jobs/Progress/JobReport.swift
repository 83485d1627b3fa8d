/// What a running job has told so far.
struct JobReport: Sendable, Equatable {
    var progress: JobProgress
    var counters: [String: Int64]
    var logBytes: Int64
}
