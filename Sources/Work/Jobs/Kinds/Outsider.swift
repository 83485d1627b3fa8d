/// Somebody who is no job of this queue and holds what jobs may need: another process, or work that is none.
package struct Outsider: Sendable, Equatable {
    /// Who it is, for people: the id of a job that a command runs, or a sentence.
    package let holder: String
    package let claims: [ResourceClaim]

    package init(holder: String, claims: [ResourceClaim]) {
        self.holder = holder
        self.claims = claims
    }
}

/// An error of work that met what somebody else holds, before it changed anything.
package protocol BusyError: Error {
    /// Who holds it; `nil` when the error says something else.
    var holder: String? { get }
}
