package import JSON
package import SQLite

/// Why a job failed, in words for people and a code for programs.
package struct JobProblem: Codable, Sendable, Hashable {
    /// Short and stable: `upstream-unreachable`.
    package let code: String
    /// The kind of problem in words, the same every time.
    package let title: String
    /// What happened this time, as one sentence.
    package let detail: String
    /// The next step, as one sentence.
    @Nullable package var hint: String?

    package init(code: String, title: String, detail: String, hint: String? = nil) {
        self.code = code
        self.title = title
        self.detail = detail
        self.hint = hint
    }

    static func timeout(after limit: Duration) -> JobProblem {
        JobProblem(
            code: "timeout",
            title: "The job took too long",
            detail: "It was stopped after its time limit of \(limit.components.seconds) seconds.",
            hint: "Retry it when the machine or the upstream is less busy."
        )
    }

    static let interrupted = JobProblem(
        code: "interrupted",
        title: "The job was interrupted",
        detail: "The process that ran the job ended first.",
        hint: "Retry it, or run the command again."
    )

    static func kindIsGone(_ type: String) -> JobProblem {
        JobProblem(
            code: "unknown-job-type",
            title: "No such type of job",
            detail: "This version of Packferry has no jobs of type \(type)."
        )
    }
}

/// An error that knows whether trying again may help.
package protocol TransientError: Error {
    /// Whether the same call may succeed a little later.
    var isTransient: Bool { get }
}

/// Somebody else may hold the database for a moment.
extension SQLiteError: TransientError {}
