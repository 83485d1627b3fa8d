package import JSON
package import Reporting

/// What a kind is handed to run once, by the queue or by a command that runs the kind itself.
package struct JobContext: Sendable {
    package let id: String
    package let repository: String
    package let parameters: JSONValue
    /// Where it says how far it is.
    package let reporter: Reporter
    /// Which attempt this is, from 1.
    package let attempt: Int
    /// Where the last attempt came to; `nil` at the beginning.
    package let loadCursor: @Sendable () async throws -> JSONValue?
    /// Keeps durably how far this attempt has come.
    package let saveCursor: @Sendable (JSONValue) async throws -> Void

    /// Describes one run; without the last two, it begins at the beginning and keeps no cursor.
    package init(
        id: String,
        repository: String,
        parameters: JSONValue,
        reporter: Reporter,
        attempt: Int = 1,
        loadCursor: @escaping @Sendable () async throws -> JSONValue? = { nil },
        saveCursor: @escaping @Sendable (JSONValue) async throws -> Void = { _ in }
    ) {
        self.id = id
        self.repository = repository
        self.parameters = parameters
        self.reporter = reporter
        self.attempt = attempt
        self.loadCursor = loadCursor
        self.saveCursor = saveCursor
    }
}
