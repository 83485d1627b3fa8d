package import Crypto
package import Posix
package import Reporting
import Synchronization
import Time

extension BlobStore {
    /// Reads every content again, on as many threads of `pool`.
    ///
    /// What is not what it is called goes into quarantine and loses its row, as what is gone does; the names that lead to
    /// it lose theirs, so that the next synchronisation makes them anew. `onBroken` is told then what is to be fetched again.
    /// A trial says the same and moves nothing. Blocks.
    package func verify(
        threads: Int,
        on pool: BlockingPool,
        isDryRun: Bool = false,
        reporter: Reporter,
        onBroken: @Sendable ([SHA256Digest]) async throws -> Void = { _ in }
    ) async throws -> StoreVerification {
        try await use {
            // Rows first: what is added meanwhile has its file before its row.
            let known = try await table.digests()
            let files = try files()
            reporter.begin(.verifyStore, total: files.reduce(0) { $0 + $1.info.size }, unit: .bytes)
            let read = StoreReading(files)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<max(1, threads) {
                    tasks.addTask(executorPreference: pool) { try read.run(in: self, reporter: reporter) }
                }
                try await tasks.waitForAll()
            }
            let missing = known.subtracting(files.map(\.sha256)).sorted()
            let result = try await conclude(read.outcome, missing: missing, isDryRun: isDryRun)
            let lost = result.broken.map(\.sha256) + missing
            if !isDryRun, !lost.isEmpty { try await onBroken(lost) }
            return result
        }
    }

    private func conclude(
        _ outcome: StoreReading.Outcome,
        missing: [SHA256Digest],
        isDryRun: Bool
    ) async throws -> StoreVerification {
        var result = StoreVerification(files: outcome.files, bytes: outcome.bytes, missing: missing)
        let broken = outcome.broken.sorted { $0.sha256 < $1.sha256 }
        if !isDryRun { try await putAside(broken, missing: missing) }
        for file in broken {
            let published = try await table.names(of: file.info)
            if !isDryRun { try await table.forgetNames(of: file.info) }
            result.broken.append(.init(sha256: file.sha256, size: file.info.size, published: published))
        }
        if !isDryRun { try await table.note(outcome.whole, verifiedAt: clock.now()) }
        return result
    }

    private func putAside(_ broken: [StoredFile], missing: [SHA256Digest]) async throws {
        for file in broken { try quarantine(file.sha256) }
        // Without that a power cut could bring them back as contents that nothing is known of.
        if !broken.isEmpty { try root.synchronizeFileSystem() }
        try await table.remove(broken.map(\.sha256) + missing)
    }
}

extension Step {
    /// Contents are read again.
    package static let verifyStore = Step("verify store")
    /// What nothing refers to is looked for and removed.
    package static let collectStore = Step("collect garbage")
}

/// The files that are still to be read, and what was found in the others.
private final class StoreReading: Sendable {
    struct Outcome: Sendable {
        var files = 0
        var bytes: Int64 = 0
        var whole: [SHA256Digest] = []
        var broken: [StoredFile] = []
    }

    private struct State: Sendable {
        var rest: [StoredFile]
        var outcome = Outcome()
    }

    private let state: Mutex<State>

    init(_ files: [StoredFile]) { state = Mutex(State(rest: files)) }

    var outcome: Outcome { state.withLock(\.outcome) }

    /// Reads one after another until there are no more.
    func run(in store: BlobStore, reporter: Reporter) throws {
        while let file = state.withLock({ $0.rest.popLast() }) {
            let isWhole = try isWhole(file, in: store, reporter)
            state.withLock { state in
                guard let isWhole else { return }
                state.outcome.files += 1
                state.outcome.bytes += file.info.size
                if isWhole { state.outcome.whole.append(file.sha256) } else { state.outcome.broken.append(file) }
            }
        }
    }

    /// `nil` for a file that is gone by now.
    private func isWhole(_ file: StoredFile, in store: BlobStore, _ reporter: Reporter) throws -> Bool? {
        do {
            let blob = try store.read(Blob.path(of: file.sha256), each: reporter.passed)
            return blob.sha256 == file.sha256
        } catch let error as SystemError where error.errno == .noEntry {
            return nil
        } catch let error as SystemError where error.errno == .inputOutput {
            // What the disk cannot give back is as good as others' bytes.
            return false
        }
    }
}
