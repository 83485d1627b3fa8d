import API
import Testing

@Suite("Moments")
struct TimestampTests {
    @Test(
        "a moment is written in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"),
            (1_795_224_600_123, "2026-11-21T01:30:00.123Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (-5, "1970-01-01T00:00:00.000Z"),
            (.max, "9999-12-31T23:59:59.999Z"),
        ]
    )
    func writing(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text)?.description == text)
    }

    @Test(
        "any moment of RFC 3339 is read",
        arguments: [
            ("2026-11-21T01:30:00Z", "2026-11-21T01:30:00.000Z"), ("2026-11-21t01:30:00z", "2026-11-21T01:30:00.000Z"),
            ("2026-11-21T01:30:00.5Z", "2026-11-21T01:30:00.500Z"),
            ("2026-11-21T01:30:00.123999999Z", "2026-11-21T01:30:00.123Z"),
            ("2026-11-21T03:30:00+02:00", "2026-11-21T01:30:00.000Z"),
            ("2026-11-20T20:00:00.25-05:30", "2026-11-21T01:30:00.250Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"),
            ("1970-01-01T01:00:00+01:00", "1970-01-01T00:00:00.000Z"),
        ]
    )
    func reading(text: String, expected: String) {
        #expect(Timestamp(text)?.description == expected)
    }

    @Test(
        "what is no moment is refused",
        arguments: [
            "", "now", "2026-11-21", "2026-11-21T01:30:00", "2026-11-21 01:30:00Z", "2026-13-21T01:30:00Z",
            "2026-02-30T01:30:00Z", "2025-02-29T01:30:00Z", "2026-11-21T24:00:00Z", "2026-11-21T01:60:00Z",
            "2026-11-21T01:30:00.Z", "2026-11-21T01:30:00ZZ", "2026-11-21T01:30:00Z ", "2026-11-21T01:30:00+0200",
            "2026-11-21T01:30:00+24:00", "2026-11-21T01:30:00+02:60", "2026-11-21T01:30:00+2:000",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+01:00", "10000-01-01T00:00:00Z", "２026-11-21T01:30:00Z", "2026-11-21T01:30:00,5Z",
            "2026-11-21T01:30:00--2:00", "2026-W47-6T01:30:00Z",
        ]
    )
    func refusing(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("moments compare as their texts do")
    func order() {
        let early = Timestamp(milliseconds: 999)
        let late = Timestamp(milliseconds: 1000)
        #expect(early < late)
        #expect(early.description < late.description)
    }
}
