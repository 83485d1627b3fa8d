/// Why a key or a signature cannot be used: the cause as a clause, of which whoever reads it knows the subject.
package struct CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is the matter, as tests and callers tell it apart.
    package enum Code: Sendable, CaseIterable {
        /// The bytes are not what the format asks for.
        case malformed
        /// It is right, and of a kind that is not used here.
        case unsupported
        /// It was not made by this key over these bytes.
        case broken
    }

    /// What is the matter.
    package let code: Code
    /// The cause, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String?

    /// Describes one failure.
    package init(_ code: Code, _ cause: String, hint: String? = nil) {
        self.code = code
        self.cause = cause
        self.hint = hint
    }

    /// The cause and the next step.
    package var description: String { cause + (hint.map { ". \($0)" } ?? "") }
}
