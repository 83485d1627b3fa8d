package import Time

/// Which jobs a list is to show; what is empty or `nil` does not matter.
package struct JobFilter: Sendable {
    /// Those in one of these states.
    package var states: Set<JobState>
    package var type: String?
    package var repository: String?
    /// Those that were wanted by this one, or by one whose name begins with it and a colon: `cli`, `schedule:nightly`.
    package var initiator: String?
    /// The job of which they are retries, or which they follow.
    package var parent: String?
    /// Those that were made at this moment or later.
    package var since: Moment?
    /// Those that hold this text: in id, type, repository, initiator, parameters or error.
    package var search: String?

    /// Describes a filter.
    package init(
        states: Set<JobState> = [],
        type: String? = nil,
        repository: String? = nil,
        initiator: String? = nil,
        parent: String? = nil,
        since: Moment? = nil,
        search: String? = nil
    ) {
        self.states = states
        self.type = type
        self.repository = repository
        self.initiator = initiator
        self.parent = parent
        self.since = since
        self.search = search
    }
}
