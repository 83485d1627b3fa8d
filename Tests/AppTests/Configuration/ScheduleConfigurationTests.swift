import API
import JSON
import Jobs
import TestSupport
import Testing

@testable import App

@Suite("Schedules of a configuration", .temporaryDirectory)
struct ScheduleConfigurationTests {
    private static let two = "repositories: { npm: { type: npm, storage: s }, other: { type: npm, storage: t } }"

    @Test("are read with what their jobs are asked, and written so that the same is read")
    func reading() throws {
        let text = """
            schedules:
              - { job: collect, every: 12h, deep: true }
              - { job: diff-build, repository: npm, cron: "0 3 * * sun", time_zone: Europe/Berlin, note: "weekly: all" }
              - job: collect
                cron: "@daily"
            """
        let configuration = try ConfigurationFile.load("\(text)\n\(ConfigurationFile.least)")
        let schedules = configuration.values.schedules
        #expect(schedules.map(\.type) == ["collect", "diff-build", "collect"])
        #expect(schedules.map(\.parameters) == [["deep": true], ["note": "weekly: all"], [:]])
        #expect(schedules.map(\.timeZone) == ["UTC", "Europe/Berlin", "UTC"])
        #expect(
            schedules.map(\.recurrence.sentence) == ["every 12 hours", "at 03:00 on Sundays", "at 00:00 every day"]
        )
        #expect(Set(schedules.map(\.repository)).count == 1)
        #expect(try ConfigurationFile.load(configuration.text).values == configuration.values)
        #expect(configuration.text.contains("# line 2\n"))
    }

    @Test(
        "are refused where they could never start a job, each mistake with its place",
        arguments: [
            ConfigurationFindings(
                "- { every: 1h }",
                "2:3: schedules[1].job is missing. Write job: collect, or another type of job."
            ),
            ConfigurationFindings(
                "- { job: colect, every: 1h }",
                "2:5: schedules[1].job: colect is no type of job: there are \(known). Did you mean collect?"
            ),
            ConfigurationFindings(
                "- { job: collect }",
                "2:3: schedules[1].cron: it is not said when: give `cron`, such as \"0 3 * * 0\", or `every`, such as 12h."
            ),
            ConfigurationFindings(
                "- { job: collect, every: 1h, cron: '@daily' }",
                "2:19: schedules[1].every: both `cron` and `every` are given: leave out one."
            ),
            ConfigurationFindings(
                "- { job: collect, every: 12 }",
                "2:19: schedules[1].every: \"12\" is not a time such as 7d, 12h or 30m. Did you mean 12h?"
            ),
            ConfigurationFindings(
                "- { job: collect, every: 5s }",
                "2:19: schedules[1].every: \"5s\" is not from 1m to 366d."
            ),
            ConfigurationFindings(
                "- { job: collect, cron: '0 25 * * *' }",
                "2:19: schedules[1].cron: hour: 25 is not from 0 to 23."
            ),
            ConfigurationFindings(
                "- { job: collect, every: 1h, repository: nmp }",
                "2:30: schedules[1].repository: nmp is not configured. Did you mean npm?"
            ),
            ConfigurationFindings(
                "- { job: collect, cron: '@daily', time_zone: Europe/Berln }",
                "2:35: schedules[1].time_zone: there is no time zone \"Europe/Berln\": write UTC, or a name such as "
                    + "Europe/Berlin. Did you mean Europe/Berlin?"
            ),
            ConfigurationFindings(
                "- { job: collect, every: 1h, depe: true }\n- { job: diff-build, every: 1h, full: 5 }",
                "2:30: schedules[1].depe: this member is not known; known are deep, allow_shrink. Did you mean deep?",
                "3:33: schedules[2].full: true or false is needed."
            ),
            ConfigurationFindings(
                "- { job: import-stage, every: 1h }",
                "2:3: schedules[1].path: this member is required."
            ),
        ],
    )
    func refused(findings: ConfigurationFindings) throws {
        let text = "schedules:\n\(findings.text)\n\(ConfigurationFile.least)"
        #expect(try ConfigurationFile.problems(text) == findings.expected)
    }

    private static var known: String { JobCatalog.names.joined(separator: ", ") }

    @Test("name a repository where several are configured")
    func repository() throws {
        let problems = try ConfigurationFile.problems("schedules: [{ job: collect, every: 1h }]\n\(Self.two)")
        #expect(problems == ["1:13: schedules[1].repository is missing. Name one of npm, other."])
    }

    @Test(
        "are refused on the side where their jobs are",
        arguments: [("offline", "diff-build", "full: true"), ("online", "import-apply", "import: x")]
    )
    func side(role: String, job: String, argument: String) throws {
        let text = "site: { role: \(role) }\nschedules: [{ job: \(job), every: 1h, \(argument) }]"
        let problems = try ConfigurationFile.problems("\(text)\n\(ConfigurationFile.least)")
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("2:15: schedules[1].job: site.role is \(role): archives are ") == true)
        #expect(problems.first?.hasSuffix("Remove this schedule, or set site.role: both.") == true)
    }
}
