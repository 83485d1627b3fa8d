package import JSON
package import Reporting

/// What a kind is handed to run once, by the queue or by a command that runs the kind itself.
package struct JobContext: Sendable {
    package let id: String
    package let repository: String
    /// Who started it.
    package let initiator: String
    /// Where it says how far it is.
    package let reporter: Reporter
    /// Which attempt this is, from 1.
    package let attempt: Int
    /// Where the last attempt came to; `nil` at the beginning.
    package let loadCursor: @Sendable () async throws -> JSONValue?
    /// Keeps durably how far this attempt has come.
    package let saveCursor: @Sendable (JSONValue) async throws -> Void
}
