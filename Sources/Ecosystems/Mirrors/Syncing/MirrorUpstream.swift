package import Blobs
package import HTTPClient
import HTTPMessages
package import Posix
package import Trees

/// The upstream of one repository: where it is asked, as whom, and where what comes is kept.
package struct MirrorUpstream: Sendable {
    /// What an address has at a path.
    package enum Answer: Sendable {
        /// What it had when the validator was noted.
        case unchanged
        /// Nothing.
        case absent
        case bytes([UInt8], Validator)
    }

    /// Asked in this order; all publish the same.
    private let addresses: [UpstreamAddress]
    private let access: MirrorAccess
    private let client: HTTPClient
    private let store: BlobStore
    private let pool: BlockingPool
    private let policy: RetryPolicy
    private let environment: RetryEnvironment

    package init(
        _ addresses: [UpstreamAddress],
        as access: MirrorAccess,
        through client: HTTPClient,
        into store: BlobStore,
        on pool: BlockingPool,
        retrying policy: RetryPolicy = RetryPolicy(),
        in environment: RetryEnvironment = .system
    ) {
        self.addresses = addresses
        self.access = access
        self.client = client
        self.store = store
        self.pool = pool
        self.policy = policy
        self.environment = environment
    }

    /// Reads a file that nothing vouches for yet, at most `limit` bytes of it.
    ///
    /// Throws `UpstreamError` where no address answers with it, or with that there is none.
    package func read(_ path: String, limit: Int, unless validator: Validator? = nil) async throws -> Answer {
        try await first { address in
            var request = access.request(address.file(path))
            if let validator { request.revalidate(validator) }
            let response = try await client.fetch(request, limit: limit, retrying: policy, in: environment)
            switch response.head.status {
            case .ok: return .bytes(response.body, Validator(response.head))
            case .notModified where validator != nil: return .unchanged
            case .notFound, .gone: return .absent
            case let status: throw Self.refused(request.url, status)
            }
        }
    }

    /// What the store has already of what is expected: it need not be fetched.
    package func present(_ wanted: [BlobExpectation]) async throws -> [BlobExpectation: Blob] {
        let bySHA256 = try await store.find(wanted.compactMap(\.sha256))
        let bySHA512 = try await store.find(sha512: wanted.filter { $0.sha256 == nil }.compactMap(\.sha512))
        var found: [BlobExpectation: Blob] = [:]
        for expectation in wanted {
            let blob = expectation.sha256.flatMap { bySHA256[$0] } ?? expectation.sha512.flatMap { bySHA512[$0] }
            guard let blob, expectation.size.map({ $0 == blob.size }) ?? true else { continue }
            found[expectation] = blob
        }
        return found
    }

    /// Fetches a file into the store.
    ///
    /// Throws `BlobFetchError` of the last address that was asked. `progress` hears of bytes as they come.
    package func fetch(
        _ path: String,
        expecting expectation: BlobExpectation,
        progress: (@Sendable (Int64) -> Void)? = nil
    ) async throws -> FetchedBlob {
        try await first { address in
            var request = access.request(address.file(path))
            request.progress = progress
            return try await store.fetch(
                request,
                expecting: expectation,
                through: client,
                on: pool,
                retrying: policy,
                in: environment
            )
        }
    }

    /// Takes bytes that were checked into the store.
    package func keep(_ bytes: [UInt8]) async throws -> Blob { try await store.add(bytes) }

    /// Opens what was fetched.
    package func open(_ blob: Blob) throws -> Descriptor { try store.open(blob) }

    /// What the first address gives that can be asked and has it; what the last one fails of is thrown.
    private func first<Value>(_ ask: (UpstreamAddress) async throws -> Value) async throws -> Value {
        for address in addresses.dropLast() {
            do {
                return try await ask(address)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // The next one may have it; what the last one says stands for all.
                continue
            }
        }
        guard let last = addresses.last else {
            throw UpstreamError("upstream", "is not configured", hint: "Name where the repository is published")
        }
        do {
            return try await ask(last)
        } catch let error as HTTPClientError {
            throw UpstreamError(error.url, "cannot be asked: \(error.cause)", hint: "Check the address and the network")
        }
    }

    private static func refused(_ url: String, _ status: HTTPStatus) -> UpstreamError {
        let hint =
            [401, 403].contains(status.code)
            ? "Check upstream_auth" : "Try again later, or name another address in upstream"
        return UpstreamError(url, "answered \(status.code)", hint: hint)
    }
}

/// As whom an upstream is asked.
package struct MirrorAccess: Sendable {
    package var credentials: Credentials?
    /// The path of a PEM file whose certificates are trusted beside those of the system's folder.
    package var certificates: String?
    /// What `User-Agent` says; `nil` for what the product says of itself.
    package var userAgent: String?

    /// Asks as anybody.
    package init() {}

    /// Asks for an address.
    func request(_ url: String) -> ClientRequest {
        var request = ClientRequest(.GET, url)
        request.credentials = credentials
        request.certificates = certificates
        request.redirects = 5
        if let userAgent { request.fields[.userAgent] = userAgent }
        return request
    }
}
