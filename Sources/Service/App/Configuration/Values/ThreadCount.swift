/// A number of threads, from 1 to 256.
package struct ThreadCount: Hashable, Sendable, ConfigurationValue {
    package let count: Int

    /// What is taken where nobody says otherwise: enough for a disk, and others on the machine still get on.
    static let two = ThreadCount(2)

    private init(_ count: Int) { self.count = count }

    init(configured text: String) throws(ValueProblem) {
        guard let count = Int(text), (1...256).contains(count) else {
            throw ValueProblem("is not a whole number from 1 to 256")
        }
        self.init(count)
    }

    var configured: String { String(count) }
}
