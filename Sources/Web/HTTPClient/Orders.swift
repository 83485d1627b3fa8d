import Synchronization

/// What other threads want of the loop, in the order they asked.
final class Orders: Sendable {
    enum Order: Sendable {
        case add(Transfer)
        case cancel(Transfer)
        case stop
    }

    private let waiting = Mutex<[Order]>([])

    func append(_ order: Order) { waiting.withLock { $0.append(order) } }

    func take() -> [Order] {
        waiting.withLock { orders in
            defer { orders.removeAll() }
            return orders
        }
    }
}
