import Spelling

/// A type that is read from the text of a setting, and written back to it.
protocol ConfigurationValue {
    /// Reads the text; throws why it cannot be one.
    init(configured text: String) throws(ValueProblem)

    /// The text from which the same value is read.
    var configured: String { get }
}

/// Why a text is no value of the wanted type.
struct ValueProblem: Error {
    /// What is wrong with it, as the end of a sentence that begins with the text.
    let cause: String
    /// A text to write instead.
    let replacement: String?

    init(_ cause: String, replacement: String? = nil) {
        self.cause = cause
        self.replacement = replacement
    }
}

extension ConfigurationValue where Self: RawRepresentable, Self: CaseIterable, RawValue == String {
    init(configured text: String) throws(ValueProblem) {
        if let value = Self(rawValue: text) {
            self = value
            return
        }
        let names = Self.allCases.map(\.rawValue)
        throw ValueProblem(
            "is not \(names.joined(separator: " or "))",
            replacement: Spelling.nearest(to: text, among: names)
        )
    }

    var configured: String { rawValue }
}
