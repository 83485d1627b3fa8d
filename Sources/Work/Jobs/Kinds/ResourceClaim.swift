/// Something a job needs while it runs, alone or together with others.
package struct ResourceClaim: Sendable, Hashable {
    /// How it is needed.
    package enum Mode: Sendable, Hashable {
        /// Together with others that need it so.
        case shared
        /// Alone.
        case exclusive
    }

    /// The name of the resource: `npm:tree`.
    package let key: String
    package let mode: Mode

    package init(_ key: String, _ mode: Mode) {
        self.key = key
        self.mode = mode
    }

    func conflicts(with other: ResourceClaim) -> Bool {
        key == other.key && (mode == .exclusive || other.mode == .exclusive)
    }
}

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
