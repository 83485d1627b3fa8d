/// One mistake in a request, with its place: a member of the body or a parameter of the query.
package struct FieldError: Codable, Hashable, Sendable, CustomStringConvertible {
    /// Where in the body it stands: a JSON pointer as a URI fragment (RFC 6901 §6).
    package let pointer: String?
    /// The name of the query parameter.
    package let parameter: String?
    /// What is wrong, as half a sentence.
    package let detail: String
    /// What was probably meant.
    package let suggestion: String?

    /// Names a mistake at a JSON pointer.
    package init(pointer: String, _ detail: String, suggestion: String? = nil) {
        self.pointer = pointer
        self.parameter = nil
        self.detail = detail
        self.suggestion = suggestion
    }

    /// Names a mistake in a top-level member.
    package init(member: String, _ detail: String, suggestion: String? = nil) {
        let escaped = member.replacing("~", with: "~0").replacing("/", with: "~1")
        self.init(pointer: "#/\(escaped)", detail, suggestion: suggestion)
    }

    /// Names a mistake in a query parameter.
    package init(parameter: String, _ detail: String, suggestion: String? = nil) {
        self.pointer = nil
        self.parameter = parameter
        self.detail = detail
        self.suggestion = suggestion
    }

    /// The same mistake in the query parameter of that name.
    var inQuery: FieldError {
        guard pointer != nil, let name else { return self }
        return FieldError(parameter: name, detail, suggestion: suggestion)
    }

    /// The same mistake in an object that is a member itself.
    func within(_ member: String) -> FieldError {
        guard let pointer, pointer.hasPrefix("#") else { return self }
        return FieldError(pointer: "#/\(member)\(pointer.dropFirst())", detail, suggestion: suggestion)
    }

    /// The name of the top-level member that it is about.
    package var member: String? { pointer.flatMap { _ in name.flatMap { $0.hasPrefix("#") ? nil : $0 } } }

    /// The member or the parameter, as people name it; the pointer itself where it leads to no member.
    private var name: String? {
        guard let pointer, pointer.hasPrefix("#/") else { return pointer ?? parameter }
        return String(pointer.dropFirst(2)).replacing("~1", with: "/").replacing("~0", with: "~")
    }

    /// The place and the mistake in one line.
    package var description: String {
        let hint = suggestion.map { "; did you mean '\($0)'?" } ?? ""
        return "\(name ?? "request"): \(detail)\(hint)"
    }
}
