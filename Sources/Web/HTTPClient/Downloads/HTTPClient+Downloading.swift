import HTTPMessages
package import Posix

extension HTTPClient {
    /// Fetches a body into a file and hashes it on the way, again while what comes may pass.
    ///
    /// Writing and hashing happen on `pool`. What broke off is gone on with if the server named the bytes by a strong
    /// tag: what is there is hashed anew from the disk, and an answer that sends everything is taken from its start.
    /// A body that is shorter than announced, or another part than asked for, is an error. The file is not made durable.
    package func download(
        _ request: ClientRequest,
        to target: DownloadTarget,
        on pool: BlockingPool,
        retrying policy: RetryPolicy = RetryPolicy(),
        in environment: RetryEnvironment = .system
    ) async throws -> Download {
        try await pool.run { [self] in
            var attempts = DownloadAttempts(request, try PartialFile(target))
            var retries = Retries(policy, environment)
            while true {
                do {
                    let head = try await attempts.next(self)
                    if attempts.mustAskAgain { continue }
                    guard let delay = retries.delay(after: head) else { return attempts.result(head) }
                    try await retries.sleep(delay)
                } catch let error as HTTPClientError {
                    guard let delay = retries.delay(after: error) else { throw error }
                    try await retries.sleep(delay)
                    try attempts.prepareRest()
                }
            }
        }
    }
}

/// The attempts of one download.
private struct DownloadAttempts {
    private var request: ClientRequest
    private var file: PartialFile
    private var moved: Int64 = 0
    private var isWhole = false
    /// Whether the file was given up as a start, and the last request says nothing of the whole.
    private(set) var mustAskAgain = false

    init(_ request: ClientRequest, _ file: PartialFile) {
        self.request = request
        self.file = file
    }

    /// Asks for what is missing, and gives the head of the answer once its body is in the file.
    mutating func next(_ client: HTTPClient) async throws -> ClientResponseHead {
        var attempt = request
        for field in file.conditions { attempt.fields[field.name] = field.value }
        mustAskAgain = false
        return try await client.receive(attempt) { head, body in
            switch head.status {
            case .ok: try await takeAll(head, body)
            case .partialContent: try await takeRest(head, body)
            case .rangeNotSatisfiable where file.size > 0:
                try file.startOver()
                mustAskAgain = true
            default: break
            }
            return head
        }
    }

    /// Makes ready for going on where the last attempt broke off, or for starting over.
    mutating func prepareRest() throws {
        if file.tag == nil { try file.startOver() } else { try file.readAgain() }
    }

    mutating func result(_ head: ClientResponseHead) -> Download {
        Download(head: head, digest: isWhole ? file.finish() : nil, size: file.size, moved: moved)
    }

    private mutating func takeAll(_ head: ClientResponseHead, _ body: ResponseBody) async throws {
        try file.startOver(with: head)
        try await take(body)
        isWhole = true
    }

    private mutating func takeRest(_ head: ClientResponseHead, _ body: ResponseBody) async throws {
        let range = head.fields[.contentRange].flatMap { ContentRange(parsing: $0) }
        let tag = head.fields[.etag].flatMap { EntityTag(parsing: $0) }
        guard let part = range?.range, part.lowerBound == file.size, tag.map({ $0 == file.tag }) ?? true else {
            throw HTTPClientError(.wrongRange, url: request.url, cause: "another part came than was asked for")
        }
        try await take(body)
        guard file.size == part.upperBound, range?.size.map({ $0 == file.size }) ?? true else {
            throw HTTPClientError(.interrupted, url: request.url, cause: "the part that came is not the rest")
        }
        isWhole = true
    }

    private mutating func take(_ body: ResponseBody) async throws {
        while let piece = try await body.next() {
            moved += Int64(piece.count)
            try file.append(piece, of: request.url)
        }
    }
}
