package import JSON

/// What work that did not throw came to.
package struct JobOutcome: Sendable, Equatable {
    /// How complete it is.
    package enum State: Sendable, Equatable {
        /// All of it was done.
        case succeeded
        /// Done with exceptions, which the result names.
        case partial
    }

    /// How complete it is.
    package let state: State
    /// What it brought: an object.
    package let result: JSONValue

    /// Describes an outcome.
    package init(state: State, result: JSONValue) {
        self.state = state
        self.result = result
    }

    var jobState: JobState {
        switch state {
        case .succeeded: .succeeded
        case .partial: .partial
        }
    }
}
