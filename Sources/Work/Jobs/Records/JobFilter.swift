package import Time

/// Which jobs a list is to show; what is empty or `nil` does not matter.
package struct JobFilter: Sendable {
    let states: Set<JobState>
    let type: String?
    let repository: String?
    let since: Moment?

    /// Describes a filter; jobs made at `since` or later are shown.
    package init(
        states: Set<JobState> = [],
        type: String? = nil,
        repository: String? = nil,
        since: Moment? = nil
    ) {
        self.states = states
        self.type = type
        self.repository = repository
        self.since = since
    }
}
