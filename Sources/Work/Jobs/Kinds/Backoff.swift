/// How long to wait before another attempt: twice as long after each failure.
package struct Backoff: Sendable, Equatable {
    /// The pause after the first failure.
    package let first: Duration
    /// The longest pause.
    package let greatest: Duration

    package init(first: Duration = .seconds(10), greatest: Duration = .seconds(600)) {
        self.first = first
        self.greatest = greatest
    }

    /// The pause after the `failures`th failure in a row.
    package func pause(after failures: Int) -> Duration {
        var pause = first
        for _ in 1..<max(1, failures) where pause < greatest { pause *= 2 }
        return min(pause, greatest)
    }
}
