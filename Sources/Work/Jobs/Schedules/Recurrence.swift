package import Requests
package import Time

/// When something happens again and again.
package enum Recurrence: Sendable, Equatable {
    /// By the calendar of a zone.
    case cron(CronExpression)
    /// So long after the last time, whatever clocks show.
    case every(Duration)

    private static let shortest = Duration.seconds(60)
    private static let longest = Duration.seconds(366 * 86_400)

    /// Reads what somebody wrote: one of a cron expression and a time such as `12h`.
    ///
    /// Throws a refusal that names the member and what is wrong with it.
    package init(cron: String?, every: String?) throws(RequestRefusal) {
        switch (cron, every) {
        case (let cron?, nil): self = .cron(try CronExpression(cron))
        case (nil, let every?): self = .every(try Self.interval(every))
        case (nil, nil):
            throw RequestRefusal([
                FieldError(
                    member: "cron",
                    "it is not said when: give `cron`, such as \"0 3 * * 0\", or `every`, such as 12h"
                )
            ])
        case (.some, .some):
            throw RequestRefusal([FieldError(member: "every", "both `cron` and `every` are given: leave out one")])
        }
    }

    private static func interval(_ text: String) throws(RequestRefusal) -> Duration {
        func refusal(_ cause: String, _ suggestion: String? = nil) -> RequestRefusal {
            RequestRefusal([FieldError(member: "every", cause, suggestion: suggestion)])
        }
        guard let duration = Duration(short: text) else {
            let meant = Int64(text).flatMap { $0 > 0 ? "\(text)h" : nil }
            throw refusal("\"\(text)\" is not a time such as 7d, 12h or 30m", meant)
        }
        guard duration >= shortest, duration <= longest else {
            throw refusal("\"\(text)\" is not from \(shortest.short) to \(longest.short)")
        }
        return duration
    }

    /// The first time after a moment; for an interval, that much later.
    package func next(after moment: Moment, in zone: ZoneRules) -> Moment? {
        switch self {
        case .cron(let expression): expression.next(after: moment, in: zone)
        case .every(let interval): moment + interval
        }
    }

    /// The next times, at most `count`, when the first of them is known.
    package func times(from first: Moment, count: Int, in zone: ZoneRules) -> [Moment] {
        var times = [first]
        while times.count < count, let next = times.last.flatMap({ next(after: $0, in: zone) }) { times.append(next) }
        return times
    }

    /// When it is, in words: `every 12 hours`, `at 03:00 on Sundays`.
    package var sentence: String {
        switch self {
        case .cron(let expression): expression.sentence
        case .every(let interval): Self.sentence(interval.components.seconds)
        }
    }

    private static func sentence(_ seconds: Int64) -> String {
        let units: [(String, Int64)] = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]
        let unit = units.first { seconds % $0.1 == 0 } ?? ("second", 1)
        let count = seconds / unit.1
        return count == 1 ? "every \(unit.0)" : "every \(count) \(unit.0)s"
    }
}
