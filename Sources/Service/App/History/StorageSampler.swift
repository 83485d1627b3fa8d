import Logging

/// Takes a sample of the storage at the start, and every hour from then on.
struct StorageSampler: Sendable {
    static let pause = Duration.seconds(3600)

    let take: @Sendable () async throws -> Void
    let clock: any Clock<Duration>
    let logger: Logger

    /// Samples until it is cancelled; what cannot be noted now is no reason to stop.
    func run() async {
        repeat {
            do {
                try await take()
            } catch is CancellationError {
                return
            } catch {
                logger.warning("how much lies where could not be noted", ["reason": "\(error)"])
            }
        } while (try? await clock.sleep(for: Self.pause)) != nil
    }
}
