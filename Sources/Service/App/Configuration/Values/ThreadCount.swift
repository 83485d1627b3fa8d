/// A number of threads, from 1 to 256.
package struct ThreadCount: Hashable, Sendable, ConfigurationValue {
    /// The number.
    package let count: Int

    init(configured text: String) throws(ValueProblem) {
        guard let count = Int(text), (1...256).contains(count) else {
            throw ValueProblem("is not a whole number from 1 to 256")
        }
        self.count = count
    }

    var configured: String { String(count) }
}
