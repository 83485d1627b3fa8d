import JSON
import Jobs

extension JobOutcome {
    static let done = JobOutcome(state: .succeeded, result: ["done": true])
}

extension JobKind {
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
struct Hiccup: TransientError, ProblemConvertible {
    var isTransient: Bool { true }
    var problem: JobProblem {
        JobProblem(code: "hiccup", title: "It hiccuped", detail: "The upstream did not answer", hint: "Wait a little")
    }
}

struct Mishap: Error {}
