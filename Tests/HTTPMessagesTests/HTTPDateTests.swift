import HTTPMessages
import Testing

@Suite("HTTP dates")
struct HTTPDateTests {
    @Test(
        "the three forms of RFC 9110 §5.6.7 are read",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
            ("Wed, 31 Dec 2008 23:59:60 GMT", 1_230_768_000),
            ("Saturday, 01-Jan-00 00:00:00 GMT", 946_684_800),
        ]
    )
    func parsing(text: String, seconds: Int64) {
        #expect(HTTPDate(parsing: text)?.seconds == seconds)
    }

    @Test(
        "anything else is no date",
        arguments: [
            "", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Feb 2021 00:00:00 GMT",
            "Sun, 29 Feb 2023 00:00:00 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
            "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 06 Nov 19994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT", String(repeating: "Sun, ", count: 50),
        ]
    )
    func refused(text: String) {
        #expect(HTTPDate(parsing: text) == nil)
    }

    @Test("every day from 1970 to 2106 is written as it is read")
    func roundTrip() {
        var previousWeekday = "Wed"
        for day in 0..<Int64(50_000) {
            let date = HTTPDate(seconds: day * 86_400 + day % 86_400)
            let text = date.description
            #expect(HTTPDate(parsing: text) == date)
            #expect(follows(text.prefix(3), previousWeekday))
            previousWeekday = String(text.prefix(3))
        }
    }

    @Test("dates outside 1970 to 9999 are moved to the ends")
    func clamped() {
        #expect(HTTPDate(seconds: -1).description == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate(seconds: .max).description == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(HTTPDate(nanoseconds: 1_999_999_999).seconds == 1)
    }

    private func follows(_ day: Substring, _ previous: String) -> Bool {
        let week = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        guard let index = week.firstIndex(of: previous) else { return false }
        return week[index + 1] == day
    }
}
