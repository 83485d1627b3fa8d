import Requests
import Spelling

/// One of the five fields of a cron expression: which numbers it may have, and what they are called.
struct CronField: Sendable {
    let name: String
    let range: ClosedRange<Int>
    /// What the numbers are called, from the first one on.
    var words: [String] = []

    static let minute = CronField(name: "minute", range: 0...59)
    static let hour = CronField(name: "hour", range: 0...23)
    static let day = CronField(name: "day of the month", range: 1...31)
    static let month = CronField(
        name: "month",
        range: 1...12,
        words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    )
    /// Sunday is 0, and 7 too.
    static let weekday = CronField(
        name: "day of the week",
        range: 0...7,
        words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    )

    /// The numbers that a text stands for: `*`, `5`, `1-5`, `*/15`, `10-50/20`, `mon-fri`, and lists of these.
    func values(_ text: Substring) throws(RequestRefusal) -> Set<Int> {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.formUnion(try numbers(in: part))
        }
        return values
    }

    private func numbers(in part: Substring) throws(RequestRefusal) -> StrideThrough<Int> {
        let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let span = try span(pieces[0])
        guard pieces.count == 2 else { return stride(from: span.lowerBound, through: span.upperBound, by: 1) }
        guard pieces[0] == "*" || pieces[0].contains("-") else {
            let meant = "\(pieces[0])-\(greatest)/\(pieces[1])"
            throw refusal("a step needs a range before it", suggestion: meant)
        }
        guard let step = number(pieces[1]), step > 0 else {
            throw refusal("\"\(pieces[1])\" is no step: write a whole number from 1 on")
        }
        guard step <= span.count else {
            let cure = "; what happens every so often is written with `every`"
            throw refusal("a step of \(step) is greater than its range\(cure)")
        }
        return stride(from: span.lowerBound, through: span.upperBound, by: step)
    }

    private func span(_ text: Substring) throws(RequestRefusal) -> ClosedRange<Int> {
        if text == "*" { return range.lowerBound...greatest }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try value(ends[0], isEnd: false)
        let last = ends.count == 2 ? try value(ends[1], isEnd: true) : first
        guard first <= last else {
            let meant = "\(ends[0])-\(greatest),\(range.lowerBound)-\(ends[1])"
            throw refusal("\"\(text)\" runs backwards", suggestion: meant)
        }
        return first...last
    }

    /// A number, or its word; a range that ends on Sunday ends with the week.
    private func value(_ text: Substring, isEnd: Bool) throws(RequestRefusal) -> Int {
        if let index = words.firstIndex(of: text.lowercased()) {
            let value = index + range.lowerBound
            return isEnd && value == 0 && range.upperBound == 7 ? 7 : value
        }
        guard let value = number(text) else {
            let choices = words.isEmpty ? "" : " or \(words.joined(separator: ", "))"
            let near = words.isEmpty ? nil : Spelling.nearest(to: text.lowercased(), among: words)
            let what = text.isEmpty ? "a number is missing" : "\"\(text)\" is no number"
            throw refusal("\(what): write \(range.lowerBound) to \(range.upperBound)\(choices)", suggestion: near)
        }
        guard range.contains(value) else {
            throw refusal("\(value) is not from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// Sunday once.
    private var greatest: Int { range.upperBound == 7 ? 6 : range.upperBound }

    private func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private func refusal(_ cause: String, suggestion: String? = nil) -> RequestRefusal {
        RequestRefusal([FieldError(member: "cron", "\(name): \(cause)", suggestion: suggestion)])
    }
}
