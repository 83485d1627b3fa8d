import Crypto
import Posix
import Synchronization

/// Gathers what is to be noted in packuments, so that each is written once for all tarballs that came meanwhile.
final class AttachmentNotes: Sendable {
    private typealias Note = (file: TarballFileName, sha1: SHA1Digest)

    private struct Batch {
        var notes: [Note] = []
        let id: Int
        let task: Task<Void, any Error>
    }

    private struct State {
        var last = 0
        /// The batch of a package that has not begun to be written.
        var open: [PackageName: Batch] = [:]
        /// The batch that was begun last.
        var running: [PackageName: Task<Void, any Error>] = [:]
    }

    private let filler: StorageFiller
    private let pool: BlockingPool
    private let state = Mutex(State())

    init(_ filler: StorageFiller, on pool: BlockingPool) {
        self.filler = filler
        self.pool = pool
    }

    /// Notes a tarball, and returns once that is written.
    func add(_ file: TarballFileName, _ sha1: SHA1Digest, of name: PackageName) async throws {
        let task = state.withLock { state in
            if state.open[name] == nil { open(name, &state) }
            state.open[name]?.notes.append((file, sha1))
            return state.open[name]?.task
        }
        try await task?.value
    }

    private func open(_ name: PackageName, _ state: inout State) {
        state.last += 1
        let (id, before) = (state.last, state.running[name])
        let task = Task(executorPreference: pool) { [self] in
            _ = await before?.result
            try await write(name, id)
        }
        state.open[name] = Batch(id: id, task: task)
    }

    private func write(_ name: PackageName, _ id: Int) async throws {
        let notes = state.withLock { state -> [Note] in
            guard let batch = state.open[name], batch.id == id else { return [] }
            state.open[name] = nil
            state.running[name] = batch.task
            return batch.notes
        }
        defer { state.withLock { if $0.open[name] == nil { $0.running[name] = nil } } }
        try await filler.note(notes, of: name)
    }
}
