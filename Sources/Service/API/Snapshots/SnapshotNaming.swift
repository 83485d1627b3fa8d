package import JSON
package import Requests
import Transfer

/// How a snapshot is to be called.
package struct SnapshotNaming: Codable, Hashable, Sendable {
    /// Every member that such a request may have.
    package static let members: [RequestMember] = [
        .text("name", reason: SnapshotName.reason).required, .flag("move"), .flag("dry_run"),
    ]

    /// The name.
    package let name: String
    /// Whether another snapshot that has the name loses it.
    package let move: Bool
    /// Whether only to say how it would be called.
    package let isDryRun: Bool

    enum CodingKeys: String, CodingKey {
        case name, move
        case isDryRun = "dry_run"
    }

    /// Gives a name, or moves it.
    package init(name: String, move: Bool, isDryRun: Bool = false) {
        self.name = name
        self.move = move
        self.isDryRun = isDryRun
    }

    /// Takes the members of a request that were checked.
    package init(_ members: [(String, JSONValue)]) {
        let members = JSONValue.object(members)
        self.init(
            name: members["name"]?.stringValue ?? "",
            move: members["move"]?.boolValue ?? false,
            isDryRun: members["dry_run"]?.boolValue ?? false
        )
    }
}
