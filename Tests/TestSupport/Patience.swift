package import HTTPServer
package import Posix
package import Testing

/// Limits for tests that are about something else: so far away that only what hangs comes there, on any machine.
extension Duration {
    package static let far = Duration.seconds(600)
}

extension Deadline {
    /// A moment before which all must happen that a test waits for.
    package static var far: Deadline { .after(.far) }
}

extension HTTPLimits {
    /// The limits that Packferry runs with, but for those of time.
    package static var patient: HTTPLimits {
        var limits = HTTPLimits()
        limits.headTimeout = .far
        limits.idleTimeout = .far
        limits.bodyTimeout = .far
        limits.sendTimeout = .far
        limits.lingerTimeout = .far
        return limits
    }
}

extension Trait where Self == TimeLimitTrait {
    /// Ends a test that hangs.
    package static var ends: TimeLimitTrait { .timeLimit(.minutes(20)) }
}
