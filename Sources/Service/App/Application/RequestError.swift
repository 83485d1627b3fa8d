/// A request that contradicts the configuration: which member, why, and what would do.
package struct RequestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with it, as interfaces tell it apart.
    package enum Code: String, Sendable, CaseIterable {
        case repositoryNeeded = "repository-needed"
        case unknownRepository = "unknown-repository"
        case invalid
        case notFound = "not-found"
        case conflict
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    package let member: String
    /// Whether that is a parameter of the query rather than a member of the body.
    package private(set) var isOfQuery = false
    /// One sentence with the cause and the next step.
    package let description: String

    package init(_ code: Code, member: String, _ description: String) {
        self.code = code
        self.member = member
        self.description = description
    }

    /// The same mistake, made in the query.
    package var inQuery: RequestError {
        var error = self
        error.isOfQuery = true
        return error
    }

    static func repositoryNeeded(choices: [String]) -> RequestError {
        RequestError(
            .repositoryNeeded,
            member: "repository",
            "Several repositories are configured; name one of \(choices.joined(separator: ", "))."
        )
    }

    static func contradiction(in member: String) -> RequestError {
        RequestError(.invalid, member: member, "Body and query give different values for \(member).")
    }

    static func unknownRepository(_ name: String, choices: [String]) -> RequestError {
        RequestError(
            .unknownRepository,
            member: "repository",
            "There is no repository \"\(name)\"; configured are \(choices.joined(separator: ", "))."
        )
    }
}
