package import JSON

/// What a job came to, when it did not throw.
package struct JobOutcome: Sendable, Equatable {
    /// Whether there were exceptions.
    package enum Completion: Sendable, CaseIterable {
        /// Everything was done.
        case succeeded
        /// Something was left out, as the result tells.
        case partial
    }

    /// Whether there were exceptions.
    package let completion: Completion
    /// What was done, for people and programs.
    package let result: JSONValue

    /// Describes an outcome.
    package init(_ completion: Completion, result: JSONValue = [:]) {
        self.completion = completion
        self.result = result
    }

    var state: JobState {
        switch completion {
        case .succeeded: .succeeded
        case .partial: .partial
        }
    }
}
