extension HTTPClient {
    /// Sends a request, again while what comes may pass, and collects the last answer, whatever its status.
    ///
    /// For requests that may be sent twice. Transport errors and the statuses of `RetryPolicy.isTransient` are tried
    /// again, nothing else. More than `limit` bytes are `tooLarge`.
    package func fetch(
        _ request: ClientRequest,
        limit: Int = 64 << 20,
        retrying policy: RetryPolicy = RetryPolicy(),
        in environment: RetryEnvironment = .system
    ) async throws -> ClientResponse {
        try await fetch(request, retrying: policy, in: environment) { head, body in
            ClientResponse(head: head, body: try await body.collect(request.url, limit: limit))
        }
    }

    /// The same, with `body` called for the answer that stands, as soon as its head is there.
    ///
    /// It is called again if the transfer breaks off under it, so it must be able to start over.
    package func fetch<Value>(
        _ request: ClientRequest,
        retrying policy: RetryPolicy = RetryPolicy(),
        in environment: RetryEnvironment = .system,
        _ body: (ClientResponseHead, ResponseBody) async throws -> Value
    ) async throws -> Value {
        var retries = Retries(policy, environment)
        while true {
            do {
                let attempt = try await receive(request) { head, pieces -> Attempt<Value> in
                    if let delay = retries.delay(after: head) { return .again(delay) }
                    return .done(try await body(head, pieces))
                }
                switch attempt {
                case .done(let value): return value
                case .again(let delay): try await retries.sleep(delay)
                }
            } catch let error as HTTPClientError {
                guard let delay = retries.delay(after: error) else { throw error }
                try await retries.sleep(delay)
            }
        }
    }
}

/// What one attempt came to.
private enum Attempt<Value> {
    case done(Value)
    case again(Duration)
}
