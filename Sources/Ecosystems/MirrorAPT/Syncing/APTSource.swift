import Archives
import Blobs
import Crypto
import JSON
import Mirrors
import Posix
import Reporting
import Time
import Transfer
import Trees

/// What is known of APT upstreams: how their suites are asked, and which of their files make a copy that is whole for
/// those who were told the same selection (https://wiki.debian.org/DebianRepository/Format).
struct APTSource: MirrorSource {
    let suites: [APTSuite]
    let choice: IndexChoice
    /// `nil` where unsigned repositories are taken.
    let signatures: SignatureCheck?
    let clock: WallClock
    /// How many lists are fetched at a time.
    let width: Int

    func survey(
        since state: [UInt8]?,
        isWhole: Bool,
        through upstream: MirrorUpstream,
        reporter: Reporter
    ) async throws -> MirrorSurvey? {
        let known = state.flatMap { try? JSONDecoder().decode(APTState.self, from: $0) }
        if !isWhole, let known, try await isUnchanged(since: known, upstream) { return nil }
        var listing = APTListing()
        var noted = APTState()
        for suite in suites {
            try reporter.checkCancellation()
            let reader = reader(of: suite, upstream)
            let last = known?.suites[suite.name]
            let entry = try await reader.read(since: last)
            let reading = SuiteReading(suite: suite, entry: entry, choice: choice, upstream: upstream, width: width)
            try await reading.read(into: &listing, reporter)
            noted.suites[suite.name] = entry.state
        }
        return MirrorSurvey(
            files: listing.files,
            state: try JSONEncoder().encode(noted),
            problems: listing.problems,
            notices: listing.notices
        )
    }

    /// Whether every suite is what it was; the first that is not ends the asking.
    private func isUnchanged(since known: APTState, _ upstream: MirrorUpstream) async throws -> Bool {
        for suite in suites {
            guard let last = known.suites[suite.name],
                try await reader(of: suite, upstream).isUnchanged(since: last)
            else { return false }
        }
        return true
    }

    private func reader(of suite: APTSuite, _ upstream: MirrorUpstream) -> APTEntryReader {
        APTEntryReader(suite: suite, upstream: upstream, signatures: signatures, clock: clock)
    }
}

/// What the lists of all suites come to.
struct APTListing: Sendable {
    private var pool = PoolFiles()
    private var others: [MirrorFile] = []
    /// Files that are listed and cannot be had as they are.
    private(set) var problems: [SyncProblem] = []
    private(set) var notices: [String] = []

    /// Every file, each once.
    var files: [MirrorFile] {
        let payload = pool.sorted.map { file in
            let expectation = BlobExpectation(sha256: file.sha256, sha512: file.sha512, size: file.size)
            return MirrorFile(file.path, .upstream(expectation, at: file.path.string))
        }
        return payload + others
    }

    /// Adds a file of which the lists of the pool say nothing.
    mutating func add(_ file: MirrorFile) { others.append(file) }

    /// Adds something that is odd.
    mutating func note(_ sentence: String) { notices.append(sentence) }

    /// Adds what an index says of a file.
    mutating func add(_ record: PackageIndex.Record) {
        do throws(APTError) {
            switch record {
            case .file(let file): try pool.add(file)
            case .refused(let error): throw error
            }
        } catch {
            problems.append(
                SyncProblem(error.subject, error.cause, hint: error.hint ?? "Tell whoever publishes it")
            )
        }
    }
}
