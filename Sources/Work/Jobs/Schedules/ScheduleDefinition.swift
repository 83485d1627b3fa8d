package import JSON
package import Time

/// What a schedule is to start, and when.
package struct ScheduleDefinition: Sendable, Equatable {
    /// The type of its jobs.
    package let type: String
    package let repository: String
    /// What its jobs are asked to do.
    package let parameters: JSONValue
    package let recurrence: Recurrence
    /// The name of the zone in which a calendar counts: `UTC`, `Europe/Berlin`.
    package let timeZone: String

    package init(
        type: String,
        repository: String,
        parameters: JSONValue,
        recurrence: Recurrence,
        timeZone: String
    ) {
        self.type = type
        self.repository = repository
        self.parameters = parameters
        self.recurrence = recurrence
        self.timeZone = timeZone
    }

    /// Whether both are due at the same times.
    func isAtSameTimes(as other: ScheduleDefinition) -> Bool {
        recurrence == other.recurrence && timeZone == other.timeZone
    }

    private var sortedParameters: [UInt8]? { try? JSONEncoder(.sorted).encode(parameters) }

    /// Whether both say the same, in whatever order their parameters stand.
    package static func == (left: ScheduleDefinition, right: ScheduleDefinition) -> Bool {
        (left.type, left.repository) == (right.type, right.repository) && left.recurrence == right.recurrence
            && left.timeZone == right.timeZone
            && left.sortedParameters == right.sortedParameters
    }
}

/// A row of the table of schedules.
package struct Schedule: Sendable, Equatable {
    package let id: String
    package internal(set) var definition: ScheduleDefinition
    /// Whether it stands in the configuration.
    package let isConfigured: Bool
    package internal(set) var isPaused: Bool
    /// Grows with every change of what it is, but not with its runs.
    package internal(set) var revision: Int64
    /// When it starts a job next; `nil` where it never will, or its zone is not known here.
    package internal(set) var nextRunAt: Moment?
    /// When it last started a job.
    package internal(set) var lastRunAt: Moment?
    /// That job, while it is in the history.
    package internal(set) var lastJob: String?
    /// When it was last due and started none.
    package internal(set) var lastSkip: Skip?

    /// A time at which nothing was started.
    package struct Skip: Sendable, Equatable {
        package let at: Moment
        /// Why not, as half a sentence.
        package let reason: String
    }

    /// Who its jobs say has wanted them.
    package var initiator: String { "schedule:\(id)" }
}
