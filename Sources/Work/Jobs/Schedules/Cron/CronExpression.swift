package import Requests
import Spelling
import Time

/// When something happens by the calendar: the five fields of cron(5), or one of its words such as `@daily`.
package struct CronExpression: Sendable, Equatable {
    /// What was written.
    package let text: String
    let minutes: [Int]
    let hours: [Int]
    let days: Set<Int>
    let months: Set<Int>
    /// 0 is Sunday.
    let weekdays: Set<Int>
    /// Whether one of the two kinds of day is enough, as where neither begins with a star.
    let needsOneDay: Bool

    private static let words = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
        "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]

    /// Reads an expression; throws a refusal that names the field and what is wrong with it.
    ///
    /// What can never happen, such as the 30th of February, is refused.
    package init(_ text: String) throws(RequestRefusal) {
        guard text.utf8.count <= 200 else { throw Self.refusal("it is longer than 200 bytes") }
        let fields = try Self.fields(of: text)
        self.text = text
        minutes = try CronField.minute.values(fields[0]).sorted()
        hours = try CronField.hour.values(fields[1]).sorted()
        days = try CronField.day.values(fields[2])
        months = try CronField.month.values(fields[3])
        weekdays = Set(try CronField.weekday.values(fields[4]).map { $0 % 7 })
        needsOneDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
        guard isPossible else { throw Self.refusal("none of these months has such a day") }
    }

    private static func fields(of text: String) throws(RequestRefusal) -> [Substring] {
        guard !text.hasPrefix("@") else { return try fields(ofWord: text) }
        let fields = text.split { $0 == " " || $0 == "\t" }
        guard fields.count == 5 else {
            let needed = "minute, hour, day of the month, month, day of the week"
            let count = fields.count == 1 ? "there is 1" : "there are \(fields.count)"
            throw refusal("it needs five fields (\(needed)), and \(count)")
        }
        return fields
    }

    private static func fields(ofWord word: String) throws(RequestRefusal) -> [Substring] {
        if let text = words[word.lowercased()] { return text.split(separator: " ") }
        guard word.lowercased() != "@reboot" else {
            throw refusal("a start of the machine is no time; what was missed meanwhile runs once anyway")
        }
        let known = words.keys.sorted()
        let near = Spelling.nearest(to: word.lowercased(), among: known)
        throw refusal("there is no \"\(word)\", but \(known.joined(separator: ", "))", suggestion: near)
    }

    /// Whether there is such a day; every weekday comes in every month.
    private var isPossible: Bool {
        // 2024 has all days that a year can have.
        needsOneDay || months.contains { month in days.contains { $0 <= CivilDay.length(ofMonth: month, in: 2024) } }
    }

    private static func refusal(_ cause: String, suggestion: String? = nil) -> RequestRefusal {
        RequestRefusal([FieldError(member: "cron", cause, suggestion: suggestion)])
    }
}
