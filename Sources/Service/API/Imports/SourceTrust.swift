package import JSON
package import Requests
import Transfer

/// A source whose archives a repository is to take, or takes: the body of the request, and its answer.
package struct SourceTrust: Codable, Hashable, Sendable {
    /// Every member that such a request may have.
    package static let members: [RequestMember] = [
        .text("source", reason: reason).required, .text("repository"), .flag("dry_run"),
    ]

    /// The uuid of the repository that the archives come from, as a refusal names it.
    package let source: String
    /// The repository that takes them; may be left out of a request where there is only one.
    package let repository: String?
    /// Whether it was, or is to be, only tried.
    package let isDryRun: Bool

    enum CodingKeys: String, CodingKey {
        case source, repository
        case isDryRun = "dry_run"
    }

    /// Asks for a source to be taken, or says that it is.
    package init(source: String, repository: String?, isDryRun: Bool = false) {
        self.source = source
        self.repository = repository
        self.isDryRun = isDryRun
    }

    /// Takes the members of a request that were checked.
    package init(_ members: [(String, JSONValue)]) {
        let members = JSONValue.object(members)
        self.init(
            source: members["source"]?.stringValue ?? "",
            repository: members["repository"]?.stringValue,
            isDryRun: members["dry_run"]?.boolValue ?? false
        )
    }

    /// Why a text is no uuid of a repository, as half a sentence; `nil` when it is one.
    package static func reason(_ text: String) -> String? {
        Identifier.isOne(text) ? nil : "the uuid of a source is needed, 32 hex digits as a refusal names it"
    }
}
