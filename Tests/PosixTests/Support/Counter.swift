import Synchronization

/// A number that several threads change.
final class Counter: Sendable {
    private let number = Atomic(0)

    var value: Int { number.load(ordering: .acquiring) }

    /// The number after adding.
    @discardableResult
    func add(_ count: Int) -> Int { number.add(count, ordering: .acquiringAndReleasing).newValue }

    /// Keeps the greater of the present number and `other`.
    func raise(to other: Int) { number.max(other, ordering: .acquiringAndReleasing) }
}

/// What several threads noted, in the order in which they did.
final class Notes<Note: Sendable>: Sendable {
    private let notes = Mutex<[Note]>([])

    var all: [Note] { notes.withLock { $0 } }

    func append(_ note: Note) { notes.withLock { $0.append(note) } }
}
