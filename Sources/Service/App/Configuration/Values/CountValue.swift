import JSON

/// A whole number of something, within bounds.
protocol CountValue: ConfigurationValue, Hashable, Sendable {
    static var bounds: ClosedRange<Int> { get }

    var count: Int { get }

    /// Takes a number that is within the bounds.
    init(_ count: Int)
}

extension CountValue {
    init(configured text: String) throws(ValueProblem) {
        guard let count = Int(text), Self.bounds.contains(count) else {
            throw ValueProblem("is not a whole number from \(Self.bounds.lowerBound) to \(Self.bounds.upperBound)")
        }
        self.init(count)
    }

    var configured: String { String(count) }
    var json: JSONValue { .integer(Int64(count)) }
}
