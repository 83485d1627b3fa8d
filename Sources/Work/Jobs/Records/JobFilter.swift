/// Which jobs a list is to show; what is empty or `nil` does not matter.
package struct JobFilter: Sendable {
    let states: Set<JobState>
    let type: String?
    let repository: String?
    let since: Int64?

    /// Describes a filter; `since` is a moment in milliseconds since 1970, and jobs made then or later are shown.
    package init(
        states: Set<JobState> = [],
        type: String? = nil,
        repository: String? = nil,
        since: Int64? = nil
    ) {
        self.states = states
        self.type = type
        self.repository = repository
        self.since = since
    }
}
