package import JSON
package import Jobs
package import Requests

/// The body of a request that makes a schedule or changes one.
package struct ScheduleRequest: Codable, Sendable {
    /// The type of the jobs.
    package var type: String?
    package var repository: String?
    /// What the jobs are asked to do: an object with what a request for one may have.
    package var parameters: JSONValue?
    /// The fields of cron(5); instead of `every`.
    package var cron: String?
    /// An interval such as `12h`; instead of `cron`.
    package var every: String?
    /// The zone in which the calendar counts; UTC without it.
    package var timeZone: String?
    package var paused: Bool?
    /// Whether only to say what the schedule would be.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case type, repository, parameters, cron, every, paused
        case timeZone = "time_zone"
        case dryRun = "dry_run"
    }

    /// Every member that the body may have.
    package static let members: [RequestMember] = [
        .text("type"), .text("repository"), .object("parameters"), .text("cron"), .text("every"), .text("time_zone"),
        .flag("paused"), .flag("dry_run"),
    ]

    /// Asks for nothing yet.
    package init() {}

    /// Takes the members of a body, which were checked against `members`.
    package init(_ members: [(String, JSONValue)]) throws(RequestRefusal) {
        guard let request = try? JSONDecoder().decode(Self.self, from: .object(members)) else {
            throw RequestRefusal("it does not have the shape of this request")
        }
        self = request
    }

    /// What is wanted of a schedule that is new, on this repository.
    ///
    /// Throws a refusal that names what is missing or wrong.
    package func definition(on repository: String) throws(RequestRefusal) -> ScheduleDefinition {
        guard let type else { throw RequestRefusal([FieldError(member: "type", "this member is required")]) }
        return ScheduleDefinition(
            type: type,
            repository: repository,
            parameters: parameters ?? [:],
            recurrence: try Recurrence(cron: cron, every: every),
            timeZone: timeZone ?? "UTC"
        )
    }

    /// What becomes of a schedule: what the request does not name stays as it is.
    package func changing(_ old: ScheduleDefinition) throws(RequestRefusal) -> ScheduleDefinition {
        let keepsTime = cron == nil && every == nil
        return ScheduleDefinition(
            type: type ?? old.type,
            repository: repository ?? old.repository,
            parameters: parameters ?? old.parameters,
            recurrence: keepsTime ? old.recurrence : try Recurrence(cron: cron, every: every),
            timeZone: timeZone ?? old.timeZone
        )
    }
}
