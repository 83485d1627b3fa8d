/// How long the history of jobs is kept.
package struct JobRetention: Sendable, Equatable {
    let age: Duration
    let count: Int

    /// Keeps finished jobs that ended less than `age` ago, and of those the `count` that ended last.
    package init(age: Duration = .seconds(180 * 86400), count: Int = 10_000) {
        precondition(count >= 0, "a number of jobs is not negative")
        self.age = age
        self.count = count
    }
}
