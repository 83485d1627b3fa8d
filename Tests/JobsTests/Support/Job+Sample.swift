import JSON
import Time

@testable import Jobs

extension Job {
    /// A job in any state, whatever the rules say of how it got there.
    static func sample(_ state: JobState, id: String = "000000000000", notBefore: Moment = 0) -> Job {
        Job(
            id: id,
            type: id,
            repository: "npm",
            parameters: [:],
            initiator: "tester",
            parentID: nil,
            createdAt: 0,
            state: state,
            attempt: 1,
            progress: JobProgress(),
            counters: [:],
            result: [:],
            logBytes: 0,
            notBefore: notBefore,
            firstAttempt: 1
        )
    }
}

/// Milliseconds since 1970 are short to write.
extension Moment: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(milliseconds: value) }
}
