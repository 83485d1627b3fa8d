import Persistence
import Time

extension Scheduler {
    /// Makes the rows say what the configuration says; what was paused stays paused.
    func adopt() async throws {
        let (reconciliation, time) = (try await reconciliation(), clock.time())
        await turn.take()
        defer { turn.pass() }
        try await database.write { connection in
            let table = ScheduleTable(connection)
            for change in reconciliation.changes(in: try table.all()) {
                switch change.action {
                case .remove: try table.delete(change.schedule.id)
                case .add, .change: try table.save(change.schedule)
                }
                try AuditLog(connection).append(
                    change.schedule,
                    at: time,
                    initiator: "configuration",
                    action: "schedule-\(change.action.rawValue)"
                )
            }
        }
    }

    /// What the configuration says, with the time at which each would run first.
    func reconciliation() async throws -> Reconciliation {
        var wanted: [Reconciliation.Wanted] = []
        for (id, definition) in Self.named(configured) {
            let zone = try await rules(of: definition.timeZone)
            let first = definition.recurrence.next(after: clock.time(), in: zone)
            wanted.append(Reconciliation.Wanted(id: id, definition: definition, firstRun: first))
        }
        return Reconciliation(wanted: wanted)
    }

    /// What the schedules of a configuration are called: by what they start, and by their number where several start the
    /// same.
    static func named(_ definitions: [ScheduleDefinition]) -> [(id: String, definition: ScheduleDefinition)] {
        var counts: [String: Int] = [:]
        return definitions.map { definition in
            let name = "\(definition.type)-\(definition.repository)"
            counts[name, default: 0] += 1
            let count = counts[name, default: 1]
            return (count == 1 ? name : "\(name)-\(count)", definition)
        }
    }
}
