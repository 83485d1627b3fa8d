import Requests
import Testing
import Time

@testable import Jobs

@Suite("A cron expression")
struct CronTests {
    private static let zones = [
        "UTC": "UTC0", "Berlin": "CET-1CEST,M3.5.0,M10.5.0/3", "New_York": "EST5EDT,M3.2.0,M11.1.0",
        "Lord_Howe": "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "Chatham": "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
        "Kiritimati": "<+14>-14",
    ]

    private func runs(_ text: String, after start: String, in name: String = "UTC", count: Int) throws -> [String] {
        let zone = try #require(Self.zones[name].flatMap { ZoneRules(rule: $0) })
        let expression = try CronExpression(text)
        var (found, moment) = ([String](), try #require(Moment(start)))
        while found.count < count, let next = expression.next(after: moment, in: zone) {
            found.append(String(next.text(.seconds).dropLast(4)))
            moment = next
        }
        return found
    }

    @Test(
        "names the times that it says",
        arguments: [
            ("0 3 * * 0", "2026-11-29T12:00:00Z", ["2026-12-06T03:00", "2026-12-13T03:00"]),
            ("0 3 * * sun", "2026-11-29T02:59:59Z", ["2026-11-29T03:00", "2026-12-06T03:00"]),
            ("0 3 * * 7", "2026-11-29T03:00:00Z", ["2026-12-06T03:00"]),
            (
                "*/15 * * * *", "2026-11-29T12:07:30Z",
                ["2026-11-29T12:15", "2026-11-29T12:30", "2026-11-29T12:45", "2026-11-29T13:00"]
            ),
            (
                "5-59/20 8,20 * * *", "2026-11-29T08:10:00Z",
                ["2026-11-29T08:25", "2026-11-29T08:45", "2026-11-29T20:05"]
            ),
            ("0 0 31 * *", "2026-01-31T00:00:00Z", ["2026-03-31T00:00", "2026-05-31T00:00", "2026-07-31T00:00"]),
            ("0 0 29 2 *", "2096-03-01T00:00:00Z", ["2104-02-29T00:00", "2108-02-29T00:00"]),
            ("0 1 1 1-12/3 *", "2026-02-01T00:00:00Z", ["2026-04-01T01:00", "2026-07-01T01:00"]),
            // One of the two kinds of day is enough where neither begins with a star; else both are needed.
            ("0 0 13 * fri", "2026-11-01T00:00:00Z", ["2026-11-06T00:00", "2026-11-13T00:00", "2026-11-20T00:00"]),
            ("0 0 */10 * mon", "2026-11-29T00:00:00Z", ["2026-12-21T00:00", "2027-01-11T00:00"]),
            ("30 6 * jan-mar mon-fri", "2026-11-29T00:00:00Z", ["2027-01-01T06:30", "2027-01-04T06:30"]),
            ("0 0 * * fri-sun", "2026-11-29T00:00:00Z", ["2026-12-04T00:00", "2026-12-05T00:00", "2026-12-06T00:00"]),
            ("59 23 31 12 *", "2026-12-31T23:59:00Z", ["2027-12-31T23:59"]),
            ("@daily", "2026-11-29T00:00:00Z", ["2026-11-30T00:00"]),
            ("@hourly", "2026-11-29T00:00:00Z", ["2026-11-29T01:00"]),
            ("@WEEKLY", "2026-11-29T00:00:00Z", ["2026-12-06T00:00"]),
            ("@monthly", "2026-11-29T00:00:00Z", ["2026-12-01T00:00"]),
            ("@yearly", "2026-11-29T00:00:00Z", ["2027-01-01T00:00", "2028-01-01T00:00"]),
        ]
    )
    func times(text: String, start: String, expected: [String]) throws {
        #expect(try runs(text, after: start, count: expected.count) == expected)
    }

    @Test(
        "runs once where clocks are turned, at the first moment there is",
        arguments: [
            // Forward: 02:30 does not exist, and is made up for at 03:00.
            (
                "30 2 * * *", "Berlin", "2026-03-28T00:00:00Z",
                ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"]
            ),
            ("0 2,3 * * *", "Berlin", "2026-03-29T00:00:00Z", ["2026-03-29T01:00", "2026-03-30T00:00"]),
            ("30 2 * * *", "New_York", "2026-03-08T00:00:00Z", ["2026-03-08T07:00", "2026-03-09T06:30"]),
            ("15 2 * * *", "Lord_Howe", "2026-10-03T00:00:00Z", ["2026-10-03T15:30", "2026-10-04T15:15"]),
            ("0 3 * * *", "Chatham", "2026-09-26T00:00:00Z", ["2026-09-26T14:00", "2026-09-27T13:15"]),
            // Back: 02:30 comes twice, and counts the first time.
            ("30 2 * * *", "Berlin", "2026-10-24T12:00:00Z", ["2026-10-25T00:30", "2026-10-26T01:30"]),
            (
                "0,30 1 * * *", "New_York", "2026-11-01T00:00:00Z",
                ["2026-11-01T05:00", "2026-11-01T05:30", "2026-11-02T06:00"]
            ),
            ("45 1 * * *", "Lord_Howe", "2026-04-04T00:00:00Z", ["2026-04-04T14:45", "2026-04-05T15:15"]),
            ("0 3 * * *", "Chatham", "2026-04-04T00:00:00Z", ["2026-04-04T13:15", "2026-04-05T14:15"]),
            // What happens in every hour follows the time that passes.
            (
                "30 * * * *", "Berlin", "2026-03-29T00:00:00Z",
                ["2026-03-29T00:30", "2026-03-29T01:30", "2026-03-29T02:30"]
            ),
            (
                "0 * * * *", "Berlin", "2026-10-24T23:30:00Z",
                ["2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00"]
            ),
            ("*/30 * * * *", "Lord_Howe", "2026-10-03T15:00:00Z", ["2026-10-03T15:30", "2026-10-03T16:00"]),
            // East of twelve hours the day is another than in UTC.
            ("0 6 1 * *", "Kiritimati", "2026-11-29T00:00:00Z", ["2026-11-30T16:00", "2026-12-31T16:00"]),
            ("0 12 * * mon", "Chatham", "2026-11-29T00:00:00Z", ["2026-11-29T22:15", "2026-12-06T22:15"]),
        ]
    )
    func zones(text: String, zone: String, start: String, expected: [String]) throws {
        #expect(try runs(text, after: start, in: zone, count: expected.count) == expected)
    }

    @Test(
        "that is wrong is refused, with the field and what to write",
        arguments: [
            ("", "five fields", nil), ("0 3 * *", "there are 4", nil), ("0 3 * * * *", "there are 6", nil),
            ("60 * * * *", "minute: 60 is not from 0 to 59", nil), ("* 24 * * *", "hour: 24", nil),
            ("* * 0 * *", "day of the month: 0", nil), ("* * * 13 *", "month: 13", nil),
            ("* * * * 8", "day of the week: 8", nil), ("* * * * mno", "\"mno\" is no number", "mon"),
            ("* * * jann *", "month: \"jann\" is no number", "jan"), ("*/0 * * * *", "\"0\" is no step", nil),
            ("*/90 * * * *", "a step of 90 is greater than its range", nil),
            ("5/15 * * * *", "a step needs a range before it", "5-59/15"),
            ("* * * * fri-mon", "runs backwards", "fri-6,0-mon"), ("1, * * * *", "a number is missing", nil),
            ("-5 * * * *", "a number is missing", nil), ("1-2-3 * * * *", "\"2-3\" is no number", nil),
            ("0 0 30 2 *", "none of these months has such a day", nil), ("0 0 31 4,6 *", "none of these months", nil),
            ("@reboot", "a start of the machine is no time", nil), ("@dayly", "there is no \"@dayly\"", "@daily"),
            ("99999999999999999999 * * * *", "is no number", nil),
            (String(repeating: "0", count: 300), "longer than", nil),
        ] as [(String, String, String?)]
    )
    func refused(text: String, cause: String, suggestion: String?) {
        let refusal = #expect(throws: RequestRefusal.self) { try CronExpression(text) }
        let mistake = refusal?.errors.first
        #expect(mistake?.pointer == "#/cron")
        #expect(mistake?.detail.contains(cause) == true, "\(mistake?.detail ?? "")")
        #expect(mistake?.suggestion == suggestion)
    }

    @Test(
        "says in words when it is",
        arguments: [
            ("0 3 * * 0", "at 03:00 on Sundays"), ("0 1 1 * *", "at 01:00 on the 1st of every month"),
            ("30 6,18 * * *", "at 06:30 and 18:30 every day"), ("*/15 * * * *", "every 15 minutes"),
            ("* * * * *", "every minute"), ("@hourly", "every hour"), ("@yearly", "at 00:00 on the 1st of January"),
            ("0 3 * * mon-fri", "at 03:00 on Mondays to Fridays"),
            ("0 3 * * sat,sun", "at 03:00 on Saturdays and Sundays"),
            ("0 0 13 * fri", "at 00:00 on the 13th of every month, and on Fridays"),
            ("*/10 8-17 * * *", "every 10 minutes from 08:00 to 17:59 every day"),
            ("5 * * * *", "at 5 minutes past the hour"), ("0 3 * 6-8 *", "at 03:00 every day in June to August"),
        ]
    )
    func words(text: String, sentence: String) throws { #expect(try CronExpression(text).sentence == sentence) }
}
