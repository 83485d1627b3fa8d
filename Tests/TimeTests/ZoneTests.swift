import Testing
import Time

@Suite("Time zones")
struct ZoneTests {
    private static let zones = [
        "Europe/Berlin": "CET-1CEST,M3.5.0,M10.5.0/3", "America/New_York": "EST5EDT,M3.2.0,M11.1.0",
        "Australia/Lord_Howe": "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "Pacific/Chatham": "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "Pacific/Kiritimati": "<+14>-14",
        "America/Nuuk": "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "Counted": "AAA0BBB,J60/2,J300/2",
        "Zero": "AAA0BBB,59/2,299/2",
    ]

    @Test(
        "the offset changes at the second that the rule says",
        arguments: [
            ("Europe/Berlin", "2026-03-29T00:59:59Z", 3600), ("Europe/Berlin", "2026-03-29T01:00:00Z", 7200),
            ("Europe/Berlin", "2026-10-25T00:59:59Z", 7200), ("Europe/Berlin", "2026-10-25T01:00:00Z", 3600),
            ("Europe/Berlin", "2027-01-01T00:00:00Z", 3600), ("Europe/Berlin", "2080-07-01T00:00:00Z", 7200),
            ("America/New_York", "2026-03-08T06:59:59Z", -18000), ("America/New_York", "2026-03-08T07:00:00Z", -14400),
            ("America/New_York", "2026-11-01T05:59:59Z", -14400), ("America/New_York", "2026-11-01T06:00:00Z", -18000),
            ("Australia/Lord_Howe", "2026-04-04T14:59:59Z", 39600),
            ("Australia/Lord_Howe", "2026-04-04T15:00:00Z", 37800),
            ("Australia/Lord_Howe", "2026-10-03T15:29:59Z", 37800),
            ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", 39600),
            ("Pacific/Chatham", "2026-04-04T13:59:59Z", 49500), ("Pacific/Chatham", "2026-04-04T14:00:00Z", 45900),
            ("Pacific/Chatham", "2026-09-26T13:59:59Z", 45900), ("Pacific/Chatham", "2026-09-26T14:00:00Z", 49500),
            ("Pacific/Kiritimati", "2026-06-01T00:00:00Z", 50400),
            ("America/Nuuk", "2026-03-29T00:59:59Z", -7200), ("America/Nuuk", "2026-03-29T01:00:00Z", -3600),
            ("Counted", "2028-03-01T01:59:59Z", 0), ("Counted", "2028-03-01T02:00:00Z", 3600),
            ("Counted", "2027-03-01T01:59:59Z", 0), ("Counted", "2027-03-01T02:00:00Z", 3600),
            ("Zero", "2028-02-29T02:00:00Z", 3600), ("Zero", "2027-03-01T02:00:00Z", 3600),
            ("Zero", "2027-03-01T01:59:59Z", 0),
        ]
    )
    func changes(name: String, moment: String, offset: Int64) throws {
        let zone = try #require(Self.zones[name].flatMap { ZoneRules(rule: $0) })
        let seconds = try #require(Moment(moment)).seconds
        let stretch = zone.stretch(at: seconds)
        #expect(stretch.offset == offset)
        #expect(stretch.start <= seconds && seconds < stretch.end)
        if stretch.end < .max { #expect(zone.stretch(at: stretch.end).start == stretch.end) }
        if stretch.start > .min { #expect(zone.stretch(at: stretch.start - 1).end == stretch.start) }
    }

    @Test(
        "what is no rule is refused",
        arguments: [
            "", "CET", "C-1", "CET-1CEST,M3.5.0", "CET-25", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
            "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0,", "<+1-1", "CET-1CEST,J0,J366",
            "CET-1CEST,M3.5.0/168,M1.1.1",
        ]
    )
    func refused(text: String) { #expect(ZoneRules(rule: text) == nil) }

    /// A file with one change, and a rule for what follows.
    private static func file(
        version: Character = "2",
        times: [Int64] = [1_000_000_000],
        types: [UInt8] = [1],
        rule: String = "CET-1CEST,M3.5.0,M10.5.0/3"
    ) -> [UInt8] {
        func number(_ value: Int64, _ width: Int) -> [UInt8] {
            (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        func block(_ width: Int, _ times: [Int64]) -> [UInt8] {
            let header = Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15)
            let counts: [Int64] = [0, 0, 0, Int64(times.count), 2, 8]
            var bytes = header
            for count in counts { bytes += number(count, 4) }
            for time in times { bytes += number(time, width) }
            bytes += types.prefix(times.count)
            bytes += number(3600, 4) + [0, 0] + number(7200, 4) + [1, 0]
            return bytes + Array("CET\0CES\0".utf8)
        }
        guard version != "\0" else { return block(4, times) }
        return block(4, []) + block(8, times) + Array("\n\(rule)\n".utf8)
    }

    @Test("a file is read: the changes it lists, then its rule")
    func file() throws {
        let zone = try #require(ZoneRules(file: Self.file()))
        let first = zone.stretch(at: 999_999_999)
        #expect((first.start, first.end, first.offset) == (.min, 1_000_000_000, 3600))
        #expect(zone.stretch(at: 1_000_000_000).offset == 7200)
        #expect(zone.stretch(at: 1_000_000_000).end == Moment("2001-10-28T01:00:00Z")?.seconds)
        #expect(zone.stretch(at: 1_785_000_000).offset == 7200)
        let old = try #require(ZoneRules(file: Self.file(version: "\0")))
        let last = old.stretch(at: 4_000_000_000)
        #expect((last.start, last.end, last.offset) == (1_000_000_000, .max, 7200))
    }

    @Test("a file that is damaged is refused, wherever it ends")
    func damaged() {
        let whole = Self.file()
        for length in 0..<whole.count { #expect(ZoneRules(file: Array(whole.prefix(length))) == nil, "\(length)") }
        #expect(ZoneRules(file: Self.file(types: [9])) == nil)
        #expect(ZoneRules(file: Self.file(times: [5, 5], types: [0, 1])) == nil)
        #expect(ZoneRules(file: Self.file(rule: "nonsense")) == nil)
        var huge = whole
        huge[32] = 0x7F
        #expect(ZoneRules(file: huge) == nil)
    }
}
