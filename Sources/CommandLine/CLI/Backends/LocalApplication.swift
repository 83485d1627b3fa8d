import App
import Logging

/// The application of one command, opened when it is needed: it makes nothing of its own until there is work to do.
actor LocalApplication {
    private let configuration: EffectiveConfiguration
    private let logger: Logger
    private let isDryRun: Bool
    private var opened: Application?

    /// Opens nothing yet; in a dry run nothing is ever made.
    init(_ configuration: EffectiveConfiguration, logger: Logger, isDryRun: Bool) {
        self.configuration = configuration
        self.logger = logger
        self.isDryRun = isDryRun
    }

    /// As it is: to look things up.
    func looking() async throws -> Application {
        if let opened { return opened }
        return try await open(isDryRun ? .trying : .looking)
    }

    /// With all that work needs.
    func working() async throws -> Application {
        if let opened, opened.isWhole || isDryRun { return opened }
        return try await open(isDryRun ? .trying : .making)
    }

    private func open(_ access: OwnPlaces.Access) async throws -> Application {
        let application = try await Application(configuration, logger: logger, access: access, after: opened)
        opened = application
        return application
    }
}
