package import JSON
package import Requests

/// What a job is asked to do: one type from flag to page.
///
/// It is the body of the request that starts the job, the parameters of its row, what its kind receives, and what a
/// command fills in.
package protocol JobArguments: Codable, Sendable {
    /// What such a job brings.
    associatedtype Outcome: JobOutcome

    /// The type of such jobs: `diff-build`.
    static var type: String { get }
    /// Every member that a request may have; others are refused.
    static var members: [RequestMember] { get }
    /// Those of them that may stand in the query of a request instead.
    static var queryMembers: [String] { get }
    /// Whether such a job works on one repository, which has to be named where there are several.
    static var isOfRepository: Bool { get }
    /// On which side of the gap such jobs make sense.
    static var side: JobSide { get }
    /// What lists may have become others when such a job ends.
    static var changes: [JobEvent.Collection] { get }

    /// What its members say against each other.
    var contradictions: [FieldError] { get }
}

extension JobArguments {
    /// None.
    package static var queryMembers: [String] { [] }

    /// It does: most jobs are about a tree.
    package static var isOfRepository: Bool { true }

    /// On both.
    package static var side: JobSide { .both }

    /// What is known of a tree, which most jobs read again.
    package static var changes: [JobEvent.Collection] { [.packages, .findings, .storage] }

    /// Nothing: most arguments cannot contradict themselves.
    package var contradictions: [FieldError] { [] }

    /// Reads what somebody asks for, and names every mistake in it at once.
    ///
    /// Unknown members, wrong types, values out of bounds and contradictions are refused.
    package init(strictly document: JSONValue) throws(RequestRefusal) {
        _ = try RequestMember.read(document, allowing: Self.members)
        guard let arguments = try? JSONDecoder().decode(Self.self, from: document) else {
            throw RequestRefusal("it does not have the shape of this request")
        }
        guard arguments.contradictions.isEmpty else { throw RequestRefusal(arguments.contradictions) }
        self = arguments
    }
}

/// What a job brought: the result of its row, what the API answers, and what a command prints.
package protocol JobOutcome: Codable, Sendable {
    /// Whether something was left behind, which the outcome names.
    var isPartial: Bool { get }
}

extension JobOutcome {
    /// False: most work is done or fails.
    package var isPartial: Bool { false }
}

/// On which side of the gap something makes sense.
package enum JobSide: Sendable {
    /// Where content comes from: it is refreshed and built there.
    case online
    /// Where content goes: it is imported there.
    case offline
    /// Wherever content lies.
    case both
}
