import Persistence
import Time

extension Scheduler {
    /// A run that is due may wait for so long for others, before somebody should look.
    private static let tolerance = Duration.seconds(60)

    /// The schedules whose time has passed and that started nothing, in words; none where all is as it should be.
    package func late() async throws -> [String] {
        let latest = clock.time() - Self.tolerance
        let all = try await database.read { try ScheduleTable($0).all() }
        return all.compactMap { schedule in
            guard !schedule.isPaused, let due = schedule.nextRunAt, due < latest else { return nil }
            let definition = schedule.definition
            return "\(definition.type) on \(definition.repository) (\(schedule.id)), due at \(due.text(.seconds))"
        }
    }
}
