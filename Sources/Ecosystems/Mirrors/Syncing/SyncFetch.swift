import Blobs
import Crypto
import Posix
import Reporting
import Trees

/// What is copied, and where to.
struct SyncSides: Sendable {
    let source: any MirrorSource
    let upstream: MirrorUpstream
    let store: BlobStore

    /// Asks upstream what it publishes.
    func survey(since state: [UInt8]?, isWhole: Bool, _ reporter: Reporter) async throws -> MirrorSurvey? {
        let survey = try await source.survey(since: state, isWhole: isWhole, through: upstream, reporter: reporter)
        try await store.settle()
        return survey
    }
}

/// What came of what was to be fetched, and what did not.
struct FetchedFiles: Sendable {
    var blobs: [BlobExpectation: Blob] = [:]
    /// About single files, by their paths in the tree.
    var problems: [SyncProblem] = []
    /// Whether every file was tried.
    var isComplete = true
}

extension SyncSides {
    /// No more files are tried by one who could not have so many one after the other: upstream is gone.
    private static let patience = 20

    /// Fetches all of it, several files at a time; what came is kept, whatever else fails, so that the next sync need not
    /// fetch it again.
    func fetch(_ wanted: [SyncPlan.Wanted], width: Int, _ reporter: Reporter) async throws -> FetchedFiles {
        reporter.begin(.fetch, total: wanted.reduce(0) { $0 + ($1.expectation.size ?? 0) }, unit: .bytes)
        let queue = WorkQueue(wanted)
        var all = FetchedFiles()
        do {
            try await withThrowingTaskGroup(of: FetchedFiles.self) { group in
                for _ in 0..<min(width, wanted.count) { group.addTask { try await drain(queue, reporter) } }
                for try await part in group {
                    all.blobs.merge(part.blobs) { first, _ in first }
                    all.problems += part.problems
                }
            }
        } catch {
            try? await store.settle()
            throw error
        }
        try await store.settle()
        all.problems.sort { $0.subject < $1.subject }
        all.isComplete = queue.next() == nil
        return all
    }

    private func drain(_ queue: WorkQueue<SyncPlan.Wanted>, _ reporter: Reporter) async throws -> FetchedFiles {
        var result = FetchedFiles()
        var failures = 0
        while failures < Self.patience, let wanted = queue.next() {
            try reporter.checkCancellation()
            do {
                let fetched = try await upstream.fetch(wanted.address, expecting: wanted.expectation) {
                    reporter.advance(by: $0)
                }
                result.blobs[wanted.expectation] = fetched.blob
                failures = 0
            } catch let error as BlobFetchError {
                result.problems.append(SyncProblem(wanted.path.string, error))
                failures += 1
            }
        }
        return result
    }
}

extension SyncProblem {
    /// What became of a file that was listed.
    fileprivate init(_ path: String, _ error: BlobFetchError) {
        self.init(path, "\(error)", hint: "Sync again later; if it stays, tell whoever publishes it")
    }
}
