import Crypto
import HTTPClient
import HTTPMessages
import Posix

/// One content on its way into the store.
struct BlobFetch: Sendable {
    private let store: BlobStore
    private let request: ClientRequest
    private let expectation: BlobExpectation
    private let client: HTTPClient
    private let pool: BlockingPool
    private let policy: RetryPolicy
    private let environment: RetryEnvironment

    init(
        _ store: BlobStore,
        _ request: ClientRequest,
        _ expectation: BlobExpectation,
        _ client: HTTPClient,
        _ pool: BlockingPool,
        _ policy: RetryPolicy,
        _ environment: RetryEnvironment
    ) {
        self.store = store
        self.request = request
        self.expectation = expectation
        self.client = client
        self.pool = pool
        self.policy = policy
        self.environment = environment
    }

    /// Fetches it; once more from its start when what an earlier attempt left was the start of something else.
    func run() async throws -> FetchedBlob {
        let file = try openFile()
        do {
            return try await fetch(into: file)
        } catch let error as BlobFetchError where file.prefix != nil && error.mayBeOfStart {
            return try await fetch(into: try openFile())
        }
    }

    private func openFile() throws -> IncomingFile {
        if let size = expectation.size, size < store.resumable { return try .small(in: store.root) }
        return try .resuming(expectation.name, in: store.root)
    }

    private func fetch(into file: IncomingFile) async throws -> FetchedBlob {
        do {
            let download = try await download(into: file)
            let blob = try check(download)
            try await store.land(file, as: blob)
            file.release()
            return FetchedBlob(blob: blob, moved: download.moved, url: request.url)
        } catch {
            if Self.isInterruption(error), file.canGoOn { file.release() } else { file.drop() }
            throw (error as? HTTPClientError).map { failure(.transport($0)) } ?? error
        }
    }

    private func download(into file: IncomingFile) async throws -> Download {
        let target = DownloadTarget(
            file.file,
            prefix: file.prefix,
            hashes: [.sha256],
            limit: expectation.size ?? request.wireLimit
        ) { head in
            try requireSize(head)
            try file.keep(Validator(head).strongTag)
        }
        do {
            return try await client.download(request, to: target, on: pool, retrying: policy, in: environment)
        } catch let error as HTTPClientError where error.code == .tooLarge {
            guard let size = expectation.size else { throw error }
            throw failure(.wrongSize(expected: size, found: nil))
        }
    }

    /// Refuses what announces another size, before any of it is taken.
    private func requireSize(_ head: ClientResponseHead) throws {
        guard let size = expectation.size, let announced = head.fields[.contentLength].flatMap({ Int64($0) }),
            announced != size, head.fields[.contentEncoding] == nil
        else { return }
        throw failure(.wrongSize(expected: size, found: announced), head)
    }

    private func check(_ download: Download) throws -> Blob {
        let status = download.head.status.code
        guard let digest = download.digest else {
            throw failure([404, 410].contains(status) ? .notFound(status: status) : .refused(status: status))
        }
        let blob = Blob(digest, size: download.size)
        if let difference = expectation.difference(blob) { throw failure(difference, download.head) }
        return blob
    }

    private func failure(_ kind: BlobFetchError.Kind, _ head: ClientResponseHead? = nil) -> BlobFetchError {
        BlobFetchError(kind, url: request.url, type: head?.fields[.contentType])
    }

    /// Whether what has come so far is as good as it was.
    private static func isInterruption(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error.isTransient
        case let error as BlobFetchError:
            switch error.kind {
            case .refused: true
            default: false
            }
        default: error is CancellationError
        }
    }
}

extension BlobFetchError {
    /// Whether what was there before may be to blame.
    fileprivate var mayBeOfStart: Bool {
        switch kind {
        case .wrongSize, .wrongDigest: true
        case .transport(let error): error.code == .wrongRange
        default: false
        }
    }
}
