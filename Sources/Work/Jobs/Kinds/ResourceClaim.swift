/// Something that a job needs for itself, or together with others that leave it as it is.
package struct ResourceClaim: Sendable, Hashable {
    /// Whether others may claim it at the same time.
    package enum Mode: Sendable, CaseIterable {
        /// Others may, as long as they share it too.
        case shared
        /// Nobody else may.
        case exclusive
    }

    /// What is claimed: `npm:tree`.
    package let key: String
    /// Whether others may claim it at the same time.
    package let mode: Mode

    /// Claims a resource.
    package init(_ key: String, _ mode: Mode) {
        self.key = key
        self.mode = mode
    }

    /// Whether not both can be granted.
    package func conflicts(with other: ResourceClaim) -> Bool {
        key == other.key && (mode == .exclusive || other.mode == .exclusive)
    }
}
