import Posix
import Synchronization
import Trees

/// Rendered documents, kept while the file they were made from stays the same.
///
/// A document is rendered once however many ask for it at the same time. Kept documents are bounded by bytes; large
/// ones are handed out without being kept.
final class DocumentCache: Sendable {
    /// What is rendered: how, for whom, and for which address of the registry.
    struct Key: Hashable, Sendable {
        let name: PackageName
        let form: DocumentForm
        let base: String
    }

    private struct Rendering: Hashable, Sendable {
        let key: Key
        let identity: FileIdentity
    }

    private struct Kept: Sendable {
        let identity: FileIdentity
        let document: RegistryDocument
    }

    private struct State: Sendable {
        var kept: LeastRecentlyUsed<Key, Kept>
        var running: [Rendering: Task<RegistryDocument?, any Error>] = [:]
    }

    /// What an entry costs beside its bytes.
    private static let overhead = 512

    private let state: Mutex<State>
    private let largest: Int
    private let lane: DiskLane

    /// Keeps documents of at most `largest` bytes each and `bound` bytes together; renders on the threads of `lane`.
    init(bound: Int, largest: Int, lane: DiskLane) {
        state = Mutex(State(kept: LeastRecentlyUsed(bound: bound)))
        self.largest = largest
        self.lane = lane
    }

    /// What the kept documents cost together, in bytes.
    var cost: Int { state.withLock { $0.kept.cost } }

    /// The document made from the file in this state: the kept one, the one being rendered, or a new one.
    ///
    /// `render` also says in which state it found the file; `nil` means that there is nothing to make it from.
    func document(
        _ key: Key,
        of identity: FileIdentity,
        render: @escaping @Sendable () throws -> (RegistryDocument, FileIdentity)?
    ) async throws -> RegistryDocument? {
        let rendering = Rendering(key: key, identity: identity)
        switch state.withLock({ find(rendering, in: &$0, render) }) {
        case .kept(let document): return document
        case .running(let task): return try await task.value
        }
    }

    private enum Found: Sendable {
        case kept(RegistryDocument)
        case running(Task<RegistryDocument?, any Error>)
    }

    private func find(
        _ rendering: Rendering,
        in state: inout State,
        _ render: @escaping @Sendable () throws -> (RegistryDocument, FileIdentity)?
    ) -> Found {
        if let kept = state.kept.value(rendering.key), kept.identity == rendering.identity {
            return .kept(kept.document)
        }
        if let task = state.running[rendering] { return .running(task) }
        let task = Task {
            defer { self.state.withLock { _ = $0.running.removeValue(forKey: rendering) } }
            return try await self.lane.away { () -> RegistryDocument? in
                guard let (document, identity) = try render() else { return nil }
                self.keep(document, of: identity, for: rendering.key)
                return document
            }
        }
        state.running[rendering] = task
        return .running(task)
    }

    private func keep(_ document: RegistryDocument, of identity: FileIdentity, for key: Key) {
        guard document.bytes.count <= largest else { return }
        let cost = document.bytes.count + Self.overhead
        state.withLock { $0.kept.insert(Kept(identity: identity, document: document), for: key, cost: cost) }
    }
}
