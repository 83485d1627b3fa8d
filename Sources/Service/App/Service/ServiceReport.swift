import HTTPClient
import HTTPMessages
import Jobs
import Logging
import Posix

/// Tells the service's manager how it is, as long as it runs: once that it can be used, then again and again that it is well
/// and what it does.
///
/// It is well while it answers a request of its own as it would anybody's; a manager that hears nothing for long starts it
/// again.
struct ServiceReport: Sendable {
    /// What is told changes no more often.
    static let pause = Duration.seconds(10)

    let manager: ServiceManager
    /// Whether a request is answered.
    let isAlive: @Sendable () async -> Bool
    /// What it does, for people.
    let status: @Sendable () async -> String
    let clock: any Clock<Duration>
    let logger: Logger

    /// Tells it until it is cancelled.
    func run() async {
        // Three chances before the time is up.
        let pause = min(Self.pause, (manager.watchdog ?? Self.pause * 3) / 3)
        var isReady = false
        repeat {
            guard await isAlive() else {
                if !Task.isCancelled { logger.warning("the service does not answer itself") }
                continue
            }
            let words = await status()
            if isReady {
                manager.tell(.alive, .status(words))
            } else {
                isReady = manager.tell(.ready, .alive, .status(words))
                if !isReady { logger.warning("the manager of this service cannot be told that it is ready") }
            }
        } while (try? await clock.sleep(for: pause)) != nil
    }
}

extension Service {
    /// How long an answer to its own request may take.
    private static let patience = Duration.seconds(5)

    /// What tells the manager; `nil` where nobody wants to be told.
    var report: ServiceReport? {
        guard let manager else { return nil }
        let (url, client) = ("http://\(address)/livez", HTTPClient(ClientSettings(proxy: .none)))
        return ServiceReport(
            manager: manager,
            isAlive: {
                let request = ClientRequest(.GET, url, connectTimeout: Self.patience, idleTimeout: Self.patience)
                // Whatever it says: who has no room for one more is alive, too.
                return (try? await client.send(request, limit: 64 << 10)) != nil
            },
            status: { [self] in await status },
            clock: ContinuousClock(),
            logger: logger
        )
    }

    /// What it does, in a line.
    var status: String {
        get async {
            let counts = (try? await jobs.counts()) ?? [:]
            let waiting = counts[.queued, default: 0] + counts[.blocked, default: 0]
            return "http://\(address); jobs: \(counts[.running, default: 0]) running, \(waiting) waiting"
        }
    }
}
