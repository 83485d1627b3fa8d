import Synchronization
import Trees

/// Which documents are as fresh as upstream's, as a refresh knows that takes up another one, and notes of its own.
final class FreshDocuments: Sendable {
    private struct State {
        var waiting: [String] = []
        var isWriting = false
    }

    private let known: Set<String>
    private let record: RefreshRecord
    private let state = Mutex(State())

    /// Starts from those that are known by name.
    init(_ known: Set<String>, in record: RefreshRecord) {
        self.known = known
        self.record = record
    }

    /// Whether a document need not be asked for.
    func contains(_ name: PackageName) -> Bool { known.contains(name.string) }

    /// Notes that a document is fresh now.
    ///
    /// What comes while somebody else writes, that one writes with the next transaction: once all calls have returned,
    /// everything is written.
    func note(_ name: PackageName) async throws {
        guard beginsWriting(name.string) else { return }
        do {
            while let names = next() { try await record.note(fresh: names) }
        } catch {
            state.withLock { $0.isWriting = false }
            throw error
        }
    }

    private func beginsWriting(_ name: String) -> Bool {
        state.withLock { state in
            defer { state.isWriting = true }
            state.waiting.append(name)
            return !state.isWriting
        }
    }

    /// What has come since; `nil` ends the writing.
    private func next() -> [String]? {
        state.withLock { state in
            defer { state.waiting = [] }
            state.isWriting = !state.waiting.isEmpty
            return state.isWriting ? state.waiting : nil
        }
    }
}
