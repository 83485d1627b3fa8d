package import JSON

/// How far a resumable job got: what it saved is what it is given when it runs again after a restart.
package struct JobCursor: Sendable {
    /// What was saved last; `nil` at the beginning.
    package let load: @Sendable () -> JSONValue?
    /// Replaces what is saved. Cheap: it reaches the disk with the progress, half a second later.
    package let save: @Sendable (JSONValue) -> Void

    /// Puts a cursor together.
    package init(load: @escaping @Sendable () -> JSONValue?, save: @escaping @Sendable (JSONValue) -> Void) {
        self.load = load
        self.save = save
    }

    /// Remembers nothing, for work that is done without a queue.
    package static let none = JobCursor(load: { nil }, save: { _ in })
}
