package import JSON
package import Requests

/// The body of a request that has a repository trust a key.
package struct KeyTrust: Codable, Hashable, Sendable {
    /// Every member that such a request may have.
    package static let members: [RequestMember] = [
        .text("key", upTo: 1024).required, .text("repository"), .text("site"), .flag("dry_run"),
    ]

    /// The line of a `.pub` file: `ssh-ed25519 AAAA… comment`.
    package let key: String
    /// The repository; may be left out where there is only one.
    package let repository: String?
    /// The site whose word it signs; absent where it signs archives.
    package let site: String?
    /// Whether only to say what would be trusted.
    package let isDryRun: Bool

    enum CodingKeys: String, CodingKey {
        case key, repository, site
        case isDryRun = "dry_run"
    }

    /// Asks for a key to be trusted.
    package init(key: String, repository: String?, site: String? = nil, isDryRun: Bool = false) {
        self.key = key
        self.repository = repository
        self.site = site
        self.isDryRun = isDryRun
    }

    /// Takes the members of a request that were checked.
    package init(_ members: [(String, JSONValue)]) {
        let members = JSONValue.object(members)
        self.init(
            key: members["key"]?.stringValue ?? "",
            repository: members["repository"]?.stringValue,
            site: members["site"]?.stringValue,
            isDryRun: members["dry_run"]?.boolValue ?? false
        )
    }
}
