import Synchronization

/// Hands out the elements of a list one by one, to whichever of several readers asks next.
package final class WorkQueue<Element: Sendable>: Sendable {
    private let taken = Atomic<Int>(0)
    private let elements: [Element]

    package init(_ elements: [Element]) { self.elements = elements }

    /// The next one; `nil` once all were taken.
    package func next() -> Element? {
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < elements.count ? elements[index] : nil
    }
}
