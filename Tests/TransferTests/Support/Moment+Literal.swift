import Time

/// A moment as documents have it; one that is none is the beginning of time, which no test expects.
extension Moment: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = Moment(value) ?? Moment(seconds: 0) }
}
