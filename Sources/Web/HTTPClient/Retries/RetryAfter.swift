import HTTPMessages
import Time

/// What a server asks those to wait who come again (RFC 9110 §10.2.3).
enum RetryAfter {
    /// The wait from `now` on; `nil` when the answer asks for none that can be read.
    ///
    /// A date is meant by the clock of whoever writes it, which the answer's `Date` shows; one that has passed is zero.
    static func delay(_ fields: HTTPFields, now: Moment) -> Duration? {
        guard let text = fields[.retryAfter] else { return nil }
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(Int64(text) ?? .max)
        }
        let sent = fields[.date].flatMap(HTTPDate.init(parsing:))?.seconds ?? now.seconds
        return HTTPDate(parsing: text).map { max(.zero, .seconds($0.seconds - sent)) }
    }
}
