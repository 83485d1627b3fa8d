/// What was removed of one kind because it need not be kept any longer, and what stayed although it is old.
package struct PrunedPart: Sendable, Equatable {
    /// What is gone.
    package var removed: [Removed]
    /// What is old enough to go and is still needed.
    package var kept: [Kept]

    package init(removed: [Removed] = [], kept: [Kept] = []) {
        self.removed = removed
        self.kept = kept
    }

    /// The room that became free.
    package var bytes: Int64 { removed.reduce(0) { $0 + $1.bytes } }

    /// One thing that is gone.
    package struct Removed: Codable, Hashable, Sendable {
        /// What it is called among its kind: an id, or a path.
        package let id: String
        /// The room that became free with it.
        package let bytes: Int64

        package init(id: String, bytes: Int64) {
            self.id = id
            self.bytes = bytes
        }
    }

    /// One thing that stayed.
    package struct Kept: Codable, Hashable, Sendable {
        /// What it is called among its kind: an id, or a path.
        package let id: String
        /// Why, as a clause to follow the id: `is what plant-7 holds`.
        package let reason: String

        package init(id: String, reason: String) {
            self.id = id
            self.reason = reason
        }
    }
}
