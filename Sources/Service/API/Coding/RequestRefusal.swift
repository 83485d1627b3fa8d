import JSON

/// Why a request cannot be understood, before anything was done about it.
package struct RequestRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of problem the answer is.
    package let code: ProblemCode
    /// The cause, as half a sentence.
    package let detail: String
    /// Each mistake with its place.
    package let errors: [FieldError]

    /// Refuses the whole for one reason.
    init(_ code: ProblemCode, _ detail: String) {
        self.code = code
        self.detail = detail
        self.errors = []
    }

    /// Refuses it for every mistake in it.
    init(_ errors: [FieldError]) {
        code = .invalidRequest
        detail = errors.count == 1 ? "one value cannot be accepted" : "\(errors.count) values cannot be accepted"
        self.errors = errors
    }

    /// Refuses what is no JSON, and says where it stops being it.
    init(_ error: JSONError) {
        let fault = "line \(error.line), column \(error.column): \(error.reason.rawValue)"
        code = .malformedJSON
        detail = "the body cannot be read at \(fault)"
        errors = [FieldError(pointer: "#", fault)]
    }

    /// The cause and each mistake in one line.
    package var description: String {
        ([detail] + errors.map(\.description)).joined(separator: "; ")
    }
}
