import API
import JSON
import Jobs
import Requests
import Spelling
import Trees
import YAML

extension ConfigurationReader {
    /// What a schedule is called where something is wrong with it; `index` counts from 0, people from 1.
    static func schedule(_ index: Int) -> String { "schedules[\(index + 1)]" }

    /// What starts jobs by the clock; `repositories` are those that there are, `role` is the side.
    mutating func schedules(
        _ node: YAMLNode?,
        over repositories: [RepositoryConfiguration],
        on role: SiteRole
    ) -> [ScheduleDefinition] {
        guard let node, !node.isNull else { return [] }
        let items = reading("schedules") { () throws(YAMLError) in try node.items() } ?? []
        return items.enumerated().compactMap { index, item in
            let path = Self.schedule(index)
            note(item.origin, of: path)
            var schedule = ScheduleReader(
                path: path,
                origin: item.origin,
                section: ConfigurationSection(path: "\(path).", entries: entries(of: item, at: path)),
                keys: entries(of: item, at: path)
            )
            defer {
                for problem in schedule.problems {
                    report(problem.origin, problem.cause, suggestion: problem.suggestion)
                }
            }
            return schedule.definition(over: repositories.map(\.name.string), on: role)
        }
    }
}

/// Reads one schedule of the file; what is wrong with it is noted.
private struct ScheduleReader {
    private static let own = ["job", "repository", "every", "cron", "time_zone"]

    let path: String
    let origin: ConfigurationOrigin
    let section: ConfigurationSection
    let keys: [YAMLEntry]
    private(set) var problems: [ConfigurationProblem] = []

    init(path: String, origin: ConfigurationOrigin, section: ConfigurationSection, keys: [YAMLEntry]) {
        self.path = path
        self.origin = origin
        self.section = section
        self.keys = keys
    }

    mutating func definition(over repositories: [String], on role: SiteRole) -> ScheduleDefinition? {
        let job = job(on: role)
        let repository = repository(among: repositories)
        let recurrence = recurrence()
        let timeZone = timeZone()
        let parameters = job.flatMap { self.parameters(of: $0) }
        guard let job, let repository, let recurrence, let timeZone, let parameters else { return nil }
        return ScheduleDefinition(
            type: job.type,
            repository: repository,
            parameters: parameters,
            recurrence: recurrence,
            timeZone: timeZone
        )
    }

    private mutating func job(on role: SiteRole) -> (any JobArguments.Type)? {
        guard let name = text("job") else {
            report("job", "is missing", suggestion: "Write job: \(Collect.type), or another type of job")
            return nil
        }
        guard let job = JobCatalog.all[name] else {
            let near = Spelling.nearest(to: name, among: JobCatalog.names)
            let known = JobCatalog.names.joined(separator: ", ")
            let suggestion = near.map { "Did you mean \($0)?" }
            report("job", ": \(YAMLScalar.encoded(name)) is no type of job: there are \(known)", suggestion: suggestion)
            return nil
        }
        if let objection = role.objection(to: job.side) {
            report("job", ": site.role \(objection)", suggestion: "Remove this schedule, or set site.role: both")
        }
        return job
    }

    private mutating func repository(among names: [String]) -> String? {
        guard let name = text("repository") else {
            if names.count == 1 { return names[0] }
            let choices = names.isEmpty ? nil : "Name one of \(names.joined(separator: ", "))"
            report("repository", "is missing", suggestion: choices)
            return nil
        }
        guard !names.contains(name) else { return name }
        let near = Spelling.nearest(to: name, among: names).map { "Did you mean \($0)?" }
        report("repository", ": \(YAMLScalar.encoded(name)) is not configured", suggestion: near)
        return nil
    }

    private mutating func recurrence() -> Recurrence? {
        let (cron, every) = (text("cron"), text("every"))
        return reading { () throws(RequestRefusal) in try Recurrence(cron: cron, every: every) }
    }

    private mutating func timeZone() -> String? {
        guard let name = text("time_zone") else { return "UTC" }
        return reading { () throws(RequestRefusal) in
            _ = try ZoneLibrary.system.zone(name)
            return name
        }
    }

    /// The other keys are what the job is asked, checked as those of a request are.
    private mutating func parameters(of job: any JobArguments.Type) -> JSONValue? {
        var members: [(String, JSONValue)] = []
        for entry in keys where !Self.own.contains(entry.key) && !entry.value.isNull {
            let member = job.members.first { $0.name == entry.key }
            guard let value = value(entry, as: member) else { return nil }
            members.append((entry.key, value))
        }
        return reading { () throws(RequestRefusal) in
            try job.check(.object(members))
            return .object(members)
        }
    }

    private mutating func value(_ entry: YAMLEntry, as member: RequestMember?) -> JSONValue? {
        do throws(YAMLError) {
            if let items = try? entry.value.items() {
                return .array(try items.map { item throws(YAMLError) in .string(try item.text()) })
            }
            let text = try entry.value.text()
            return member?.value(ofQuery: text) ?? .string(text)
        } catch {
            problems.append(
                ConfigurationProblem(
                    .file(line: error.line, column: error.column),
                    "\(path).\(entry.key): \(error.reason)"
                )
            )
            return nil
        }
    }

    private mutating func text(_ key: String) -> String? {
        guard let node = section[key] else { return nil }
        do throws(YAMLError) {
            return try node.text()
        } catch {
            problems.append(ConfigurationProblem(node.origin, "\(path).\(key): \(error.reason)"))
            return nil
        }
    }

    /// Runs `body`; what it refuses is noted where the member stands.
    private mutating func reading<T>(_ body: () throws(RequestRefusal) -> T) -> T? {
        do {
            return try body()
        } catch {
            for mistake in error.errors {
                let key = mistake.member ?? "job"
                report(key, ": \(mistake.detail)", suggestion: mistake.suggestion.map { "Did you mean \($0)?" })
            }
            if error.errors.isEmpty { report("job", ": \(error.detail)") }
            return nil
        }
    }

    private mutating func report(_ key: String, _ cause: String, suggestion: String? = nil) {
        let place = keys.first { $0.key == key }.map {
            ConfigurationOrigin.file(line: $0.position.line, column: $0.position.column)
        }
        let sentence = "\(path).\(key)\(cause.hasPrefix(":") ? "" : " ")\(cause)"
        problems.append(ConfigurationProblem(place ?? origin, sentence, suggestion: suggestion))
    }
}

extension JobArguments {
    /// Throws every mistake in what a job is to be asked.
    fileprivate static func check(_ document: JSONValue) throws(RequestRefusal) { _ = try Self(strictly: document) }
}

extension ScheduleDefinition {
    /// The line from which the same is read.
    var configured: String {
        let time: (String, String) =
            switch recurrence {
            case .cron(let expression): ("cron", YAMLScalar.encoded(expression.text))
            case .every(let interval): ("every", interval.configured)
            }
        var pairs = [("job", type), ("repository", YAMLScalar.encoded(repository)), time]
        if case .cron = recurrence { pairs.append(("time_zone", YAMLScalar.encoded(timeZone))) }
        pairs += (parameters.objectValue ?? []).map { ($0.0, Self.configured($0.1)) }
        return "{ \(pairs.map { "\($0.0): \($0.1)" }.joined(separator: ", ")) }"
    }

    /// The same for programs.
    var document: JSONValue {
        let time: (String, JSONValue) =
            switch recurrence {
            case .cron(let expression): ("cron", .string(expression.text))
            case .every(let interval): ("every", .string(interval.configured))
            }
        let zone: [(String, JSONValue)] = if case .cron = recurrence { [("time_zone", .string(timeZone))] } else { [] }
        return .object(
            [("job", .string(type)), ("repository", .string(repository)), time] + zone + (parameters.objectValue ?? [])
        )
    }

    private static func configured(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): YAMLScalar.encoded(text)
        case .array(let items): "[\(items.map(configured).joined(separator: ", "))]"
        default: String(decoding: value.encoded(), as: UTF8.self)
        }
    }
}
