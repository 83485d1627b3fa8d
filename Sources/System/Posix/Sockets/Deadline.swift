import CShims

/// A moment of the monotonic clock by which something must have happened.
package struct Deadline: Comparable, Sendable {
    let nanoseconds: Int64

    /// A moment that never comes.
    package static let never = Deadline(nanoseconds: .max)

    /// The moment `duration` from now.
    package static func after(_ duration: Duration) -> Deadline { now.advanced(by: duration) }

    /// The moment `duration` after this one.
    package func advanced(by duration: Duration) -> Deadline {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return self }
        guard seconds < 1 << 32 else { return .never }
        let (sum, overflow) = nanoseconds.addingReportingOverflow(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        return overflow ? .never : Deadline(nanoseconds: sum)
    }

    /// The present moment.
    package static var now: Deadline { Deadline(nanoseconds: pf_monotonic_nanoseconds()) }

    /// The time since an earlier moment; zero when it is not earlier.
    package func elapsed(since earlier: Deadline) -> Duration {
        .nanoseconds(max(0, nanoseconds - earlier.nanoseconds))
    }

    package static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }
}
