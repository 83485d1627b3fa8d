import Jobs
import Logging
import Posix

extension Service {
    /// Reads the configuration again.
    package struct Reloading: Sendable {
        let read: @Sendable () throws -> EffectiveConfiguration
        let followsLevel: Bool

        /// Takes what reads it, as it was read at the start; `followsLevel` is false where a flag says how much is logged.
        package init(followsLevel: Bool, read: @escaping @Sendable () throws -> EffectiveConfiguration) {
            self.read = read
            self.followsLevel = followsLevel
        }
    }

    /// Reads the configuration again and goes by what may change while it runs: all of that, or none.
    ///
    /// Of one that is wrong nothing counts, and the log says what is wrong with it.
    func reload() async {
        guard let reloading else { return }
        manager?.tell(.reloading, .status("reading the configuration again"))
        do {
            let read = try await application.pages.run { try reloading.read() }
            try await take(read, followsLevel: reloading.followsLevel)
        } catch {
            let fields = ["file": application.configuration.file.string, "reason": "\(error)"]
            logger.error("the configuration cannot be used: the former one stays in force", fields)
        }
        let words = await status
        manager?.tell(.ready, .status(words))
    }

    private func take(_ read: EffectiveConfiguration, followsLevel: Bool) async throws {
        let former = application.configuration
        let (difference, next) = (former.difference(to: read), former.taking(liveOf: read))
        // Only this can fail, and comes first: nothing else is taken over then.
        if next.values.schedules != former.values.schedules {
            try await schedules.change(configured: next.values.schedules)
        }
        application.change(next)
        await jobs.change(retention: application.jobRetention)
        if followsLevel { logger.change(level: next.values.logLevel) }
        let changed = difference.live.isEmpty ? "nothing" : difference.live.joined(separator: ", ")
        logger.info("read the configuration again", ["changed": changed])
        guard !difference.later.isEmpty else { return }
        let keys = difference.later.joined(separator: ", ")
        logger.warning("changed in the configuration, but counts only once the service starts again", ["keys": keys])
    }
}
