import JSON

/// A number of archives, from 1 to 10000.
package struct ArchiveCount: Hashable, Sendable, ConfigurationValue {
    package let count: Int

    /// How many are received at once where nobody says otherwise: disks write a few streams well.
    static let uploads = ArchiveCount(4)
    /// How many wait where nobody says otherwise: more than anybody reads the plans of.
    static let staged = ArchiveCount(32)

    private init(_ count: Int) { self.count = count }

    init(configured text: String) throws(ValueProblem) {
        guard let count = Int(text), (1...10_000).contains(count) else {
            throw ValueProblem("is not a whole number from 1 to 10000")
        }
        self.init(count)
    }

    var configured: String { String(count) }
    var json: JSONValue { .integer(Int64(count)) }
}
