package import JSON

/// Why a request cannot be understood, before anything was done about it.
package struct RequestRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// Whether it is no JSON at all.
    package let isMalformed: Bool
    /// The cause, as half a sentence.
    package let detail: String
    /// Each mistake with its place.
    package let errors: [FieldError]

    /// Refuses the whole for one reason.
    package init(_ detail: String) {
        isMalformed = false
        self.detail = detail
        errors = []
    }

    /// Refuses it for every mistake in it.
    package init(_ errors: [FieldError]) {
        isMalformed = false
        detail = errors.count == 1 ? "one value cannot be accepted" : "\(errors.count) values cannot be accepted"
        self.errors = errors
    }

    /// Refuses it for one value, with a whole sentence.
    package init(member: String, _ sentence: String) {
        isMalformed = false
        detail = sentence
        errors = [FieldError(member: member, sentence)]
    }

    private init(_ refusal: RequestRefusal, moving move: (FieldError) -> FieldError) {
        isMalformed = refusal.isMalformed
        detail = refusal.detail
        errors = refusal.errors.map(move)
    }

    /// The same mistakes, made in the query.
    package var inQuery: RequestRefusal { RequestRefusal(self) { $0.inQuery } }

    /// The same mistakes, made in an object that is a member of the body.
    package func within(_ member: String) -> RequestRefusal { RequestRefusal(self) { $0.within(member) } }

    /// Refuses what is no JSON, and says where it stops being it.
    package init(_ error: JSONError) {
        let fault = "line \(error.line), column \(error.column): \(error.reason.rawValue)"
        isMalformed = true
        detail = "the body cannot be read at \(fault)"
        errors = [FieldError(pointer: "#", fault)]
    }

    /// The cause and each mistake that it does not name itself, in one line.
    package var description: String {
        ([detail] + errors.filter { !detail.contains($0.detail) }.map(\.description)).joined(separator: "; ")
    }
}
