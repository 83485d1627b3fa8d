import Trees

/// Does the same to all elements, `width` of them at a time, and gives what came of each, in no order.
///
/// The first error ends it.
func concurrentMap<Element: Sendable, Output: Sendable>(
    _ elements: [Element],
    width: Int,
    _ body: @escaping @Sendable (Element) async throws -> Output
) async throws -> [Output] {
    let queue = WorkQueue(elements)
    return try await withThrowingTaskGroup(of: [Output].self) { group in
        for _ in 0..<min(width, elements.count) {
            group.addTask {
                var done: [Output] = []
                while let element = queue.next() { done.append(try await body(element)) }
                return done
            }
        }
        return try await group.reduce(into: []) { $0 += $1 }
    }
}
