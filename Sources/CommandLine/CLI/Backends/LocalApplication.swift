import App
import Logging
import Synchronization

/// The application of one command: it makes nothing of its own until there is work to do.
final class LocalApplication: Sendable {
    private let configuration: EffectiveConfiguration
    private let logger: Logger
    private let opened: Mutex<Application>

    /// Opens what is there.
    init(_ configuration: EffectiveConfiguration, logger: Logger) async throws {
        self.configuration = configuration
        self.logger = logger
        opened = Mutex(try await Application(configuration, logger: logger, access: .looking))
    }

    /// As it is: to look things up.
    var current: Application { opened.withLock(\.self) }

    /// With all that work needs.
    func working() async throws -> Application {
        let current = current
        guard !current.isWhole else { return current }
        let made = try await Application(configuration, logger: logger)
        opened.withLock { $0 = made }
        return made
    }
}
