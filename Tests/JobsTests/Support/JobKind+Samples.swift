import JSON
import Reporting

@testable import Jobs

extension JobResult {
    static let done = JobResult(value: ["done": true], isPartial: false)
}

extension JobKind {
    /// Work of any name on any parameters.
    init(
        name: String,
        isResumable: Bool = false,
        isUnique: Bool = true,
        timeout: Duration? = nil,
        maximumAttempts: Int = 1,
        backoff: Backoff = Backoff(),
        cancelGrace: Duration? = .seconds(30),
        steps: [Step] = [],
        claims: @escaping @Sendable (_ repository: String) -> [ResourceClaim],
        run: @escaping @Sendable (JobContext) async throws -> JobResult
    ) {
        self.init(
            name: name,
            isResumable: isResumable,
            isUnique: isUnique,
            timeout: timeout,
            maximumAttempts: maximumAttempts,
            backoff: backoff,
            cancelGrace: cancelGrace,
            steps: { _ in steps },
            claims: claims,
            members: [],
            queryMembers: [],
            isOfRepository: true,
            side: .both,
            prepare: { given, _ in given },
            run: { _, context in try await run(context) }
        )
    }

    /// Work that returns at once.
    static func instant(_ name: String = "instant", claims: [ResourceClaim] = []) -> JobKind {
        JobKind(name: name, claims: { _ in claims }, run: { _ in .done })
    }

    /// Work that goes on until `end` is given; cancelling stops it.
    static func patient(
        _ name: String,
        until end: Signal,
        started: Signal = Signal(),
        claims: [ResourceClaim] = []
    ) -> JobKind {
        JobKind(name: name, claims: { _ in claims }) { _ in
            started.give()
            try await end.wait()
            return .done
        }
    }

    /// Work that throws.
    static func failing(_ name: String = "failing", with error: any Error) -> JobKind {
        JobKind(name: name, claims: { _ in [] }, run: { _ in throw error })
    }
}

/// An error that may pass by itself.
struct Hiccup: TransientError, CustomStringConvertible {
    var isTransient: Bool { true }
    var description: String { "The upstream did not answer" }
}

struct Mishap: Error {}

/// An error of work that met a lock.
struct Busy: BusyError {
    let holder: String?
}
