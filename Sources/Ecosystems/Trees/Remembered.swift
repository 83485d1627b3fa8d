package import Persistence
import Synchronization

/// What was found in a database, by what was looked for, kept for as long as nothing is committed there.
///
/// All of it is bounded by what it costs; what was not asked for longest goes first.
package final class Remembered<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Kept: Sendable {
        let revision: DatabaseRevision
        let value: Value
    }

    private let kept: Mutex<LeastRecentlyUsed<Key, Kept>>

    /// Keeps what costs `bound` together at most.
    package init(bound: Int) { kept = Mutex(LeastRecentlyUsed(bound: bound)) }

    /// What was kept under a key, if the database is as it was then.
    package func value(_ key: Key, at revision: DatabaseRevision) -> Value? {
        kept.withLock { kept in
            guard let found = kept.value(key), found.revision == revision else { return nil }
            return found.value
        }
    }

    /// Keeps what was read after the database was seen to be at a revision.
    package func keep(_ value: Value, for key: Key, at revision: DatabaseRevision, cost: Int) {
        kept.withLock { $0.insert(Kept(revision: revision, value: value), for: key, cost: cost) }
    }
}
