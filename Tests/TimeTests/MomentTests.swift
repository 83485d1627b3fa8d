import JSON
import Testing
import Time

@Suite("Moments")
struct MomentTests {
    @Test(
        "a moment is written in UTC with milliseconds or none",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_795_224_600_123, "2026-11-21T01:30:00.123Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"), (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
        ]
    )
    func writing(milliseconds: Int64, text: String) {
        #expect(Moment(milliseconds: milliseconds).description == text)
        #expect(Moment(milliseconds: milliseconds).text(.seconds) == "\(text.prefix(19))Z")
        #expect(Moment(text)?.milliseconds == milliseconds)
    }

    @Test(
        "any moment of RFC 3339 is read",
        arguments: [
            ("2026-11-21T01:30:00Z", "2026-11-21T01:30:00.000Z"), ("2026-11-21t01:30:00z", "2026-11-21T01:30:00.000Z"),
            ("2026-11-21T01:30:00.5Z", "2026-11-21T01:30:00.500Z"),
            ("2026-11-21T01:30:00.123999999Z", "2026-11-21T01:30:00.123Z"),
            ("2026-11-21T03:30:00+02:00", "2026-11-21T01:30:00.000Z"),
            ("2026-11-20T20:00:00.25-05:30", "2026-11-21T01:30:00.250Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"), ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
            ("1970-01-01T01:00:00+01:00", "1970-01-01T00:00:00.000Z"),
            ("1970-01-01T00:00:00+01:00", "1969-12-31T23:00:00.000Z"),
        ]
    )
    func reading(text: String, expected: String) {
        #expect(Moment(text)?.description == expected)
    }

    @Test("digits beyond milliseconds count, beyond nanoseconds they do not")
    func precision() {
        #expect(Moment("1970-01-01T00:00:00.0000000019999999999999999999Z")?.nanoseconds == 1)
        #expect(Moment("1969-12-31T23:59:59.999999999Z")?.nanoseconds == -1)
    }

    @Test(
        "what is no moment is refused",
        arguments: [
            "", "now", "2026-11-21", "2026-11-21T01:30:00", "2026-11-21 01:30:00Z", "2026-13-21T01:30:00Z",
            "2026-00-21T01:30:00Z", "2026-11-00T01:30:00Z", "2026-11-31T01:30:00Z", "2026-02-30T01:30:00Z",
            "2025-02-29T01:30:00Z", "1900-02-29T01:30:00Z", "2026-11-21T24:00:00Z", "2026-11-21T01:60:00Z",
            "2026-11-21T01:30:61Z", "2026-11-21T01:30:00.Z", "2026-11-21T01:30:00ZZ", "2026-11-21T01:30:00Z ",
            "2026-11-21T01:30:00+0200", "2026-11-21T01:30:00+24:00", "2026-11-21T01:30:00+02:60",
            "2026-11-21T01:30:00+2:000", "10000-01-01T00:00:00Z", "２026-11-21T01:30:00Z", "2026-11-21T01:30:00,5Z",
            "2026-11-21T01:30:00--2:00", "2026-W47-6T01:30:00Z", "-026-11-21T01:30:00Z",
        ]
    )
    func refusing(text: String) {
        #expect(Moment(text) == nil)
    }

    @Test("moments compare as their texts do")
    func order() {
        let moments = [-1_000_000_000_000, -1, 0, 999, 1000, 1_795_224_600_123].map { Moment(milliseconds: $0) }
        #expect(moments == moments.sorted())
        #expect(moments.map(\.description) == moments.map(\.description).sorted())
    }

    @Test("every day of four centuries is the one after the day before", arguments: [0, 1600, 1970, 2000, 9999])
    func calendar(year: Int) throws {
        let first = try #require(CivilDay(year: year, month: 1, day: 1)).daysSince1970
        for days in first..<first + 366 {
            let day = CivilDay(daysSince1970: days)
            let read = CivilDay(year: day.year, month: day.month, day: day.day)
            #expect(read?.daysSince1970 == days || day.year == 10_000)
        }
    }

    @Test("what lies beyond 1677 and 2262 is moved to the nearest end and never wraps around")
    func ends() throws {
        let (first, last) = (try #require(Moment("0000-01-01T00:00:00Z")), try #require(Moment("9999-12-31T23:59:59Z")))
        #expect(first.description.hasPrefix("1677-09-21T"))
        #expect(last.description.hasPrefix("2262-04-11T"))
        #expect(Moment(milliseconds: .min) == first)
        #expect(Moment(seconds: .max) == last)
        #expect(last + .seconds(Int64.max) >= last)
        #expect(first - .seconds(Int64.max) <= first)
        #expect(first - .seconds(1) < last + .seconds(1))
    }

    @Test("time passes between moments")
    func durations() {
        let moment = Moment(milliseconds: 1500)
        #expect(moment + .milliseconds(-1501) == Moment(milliseconds: -1))
        #expect(moment - .seconds(1) == Moment(milliseconds: 500))
        #expect(moment - Moment(seconds: 1) == .milliseconds(500))
        #expect(Moment(milliseconds: -1).seconds == -1)
        #expect(Moment(nanoseconds: -1).milliseconds == -1)
    }

    @Test("a document holds a moment as a text")
    func coding() throws {
        let moment = Moment(milliseconds: 1_795_224_600_123)
        #expect(try JSONEncoder().encode(moment) == Array("\"2026-11-21T01:30:00.123Z\"".utf8))
        #expect(try JSONDecoder().decode(Moment.self, from: Array("\"2026-11-21T02:30:00.123+01:00\"".utf8)) == moment)
        #expect(throws: JSONError.self) { try JSONDecoder().decode(Moment.self, from: Array("\"now\"".utf8)) }
        #expect(throws: JSONError.self) { try JSONDecoder().decode(Moment.self, from: Array("7".utf8)) }
    }

    @Test("the machine's clock tells one time, however it is read")
    func system() {
        let (coarse, exact) = (WallClock.coarseSeconds, WallClock.system.now().seconds)
        #expect(coarse > 1_700_000_000)
        #expect(exact >= coarse)
        #expect(exact - WallClock.coarseSeconds <= 1)
    }
}
