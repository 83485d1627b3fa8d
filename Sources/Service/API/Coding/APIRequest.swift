/// The body of a request, read strictly.
package protocol APIRequest: Codable, Sendable {
    /// Every member that it may have; others are refused.
    static var members: [RequestMember] { get }

    /// What its members say against each other.
    var contradictions: [FieldError] { get }
}

extension APIRequest {
    /// Nothing: most requests cannot contradict themselves.
    package var contradictions: [FieldError] { [] }
}
