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
        var retries = Retries(policy, environment)
        while true {
            do {
                let response = try await send(request, limit: limit)
                guard try await retries.wait(after: response.head) else { return response }
            } catch let error as HTTPClientError {
                guard try await retries.wait(after: error) else { throw error }
            }
        }
    }
}
