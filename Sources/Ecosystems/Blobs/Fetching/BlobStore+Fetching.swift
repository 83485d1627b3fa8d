import Crypto
package import HTTPClient
import HTTPMessages
package import Posix

extension BlobStore {
    /// Fetches a content into the store, and hashes it while it comes; it counts as known after `settle()`.
    ///
    /// Goes on with what an earlier attempt left, if the server named the bytes by a strong tag, and otherwise starts over.
    /// Nothing gets into the store that is not what was expected: a wrong size is refused as soon as it is announced, what
    /// has another digest is deleted, and what broke off is kept for the next attempt. Several who want one content at a
    /// time fetch it once. Throws `BlobFetchError`, and `SystemError` when it could not be saved.
    package func fetch(
        _ request: ClientRequest,
        expecting expectation: BlobExpectation,
        through client: HTTPClient,
        on pool: BlockingPool,
        retrying policy: RetryPolicy = RetryPolicy(),
        in environment: RetryEnvironment = .system
    ) async throws -> FetchedBlob {
        guard let turn = expectation.turn else { preconditionFailure("without a digest anything would do") }
        return try await turns.take(turn) { hasWaited in
            if hasWaited, let blob = try await find(expectation) {
                return FetchedBlob(blob: blob, moved: 0, url: request.url)
            }
            let fetch = BlobFetch(self, request, expectation, client, pool, policy, environment)
            return try await pool.run { try await fetch.run() }
        }
    }

    /// What somebody else fetched meanwhile.
    private func find(_ expectation: BlobExpectation) async throws -> Blob? {
        if let sha256 = expectation.sha256 { return try await find([sha256])[sha256] }
        guard let sha512 = expectation.sha512 else { return nil }
        return try await find(sha512: [sha512])[sha512]
    }
}
