/// A request that got no usable answer: which address, why, and whether trying again may help.
package struct HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as callers tell it apart.
    package enum Code: String, Sendable, CaseIterable {
        /// The address is no http or https URL.
        case badAddress = "bad-address"
        /// The name is unknown, or nobody listens there.
        case unreachable
        /// No byte came in time.
        case timeout
        /// The connection cannot be trusted.
        case tls
        /// The answer is larger than the caller allows.
        case tooLarge = "too-large"
        /// The connection broke before the answer was whole.
        case interrupted
        /// What came is no answer by the rules of HTTP, or its head has no end.
        case refused
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    /// The address that was asked.
    package let url: String
    /// The cause, as a clause.
    package let cause: String

    package init(_ code: Code, url: String, cause: String) {
        self.code = code
        self.url = url
        self.cause = cause
    }

    /// Whether the same request may succeed a little later.
    package var isTransient: Bool { [.unreachable, .timeout, .interrupted].contains(code) }

    /// One line: `http://localhost:1/: nobody answers there (Connection refused)`.
    package var description: String { "\(url): \(cause)" }
}
