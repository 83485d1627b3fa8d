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
