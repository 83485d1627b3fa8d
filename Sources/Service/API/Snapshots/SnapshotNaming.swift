package import JSON
package import Requests
import Transfer

/// How a snapshot is to be called.
package struct SnapshotNaming: Codable, Hashable, Sendable {
    /// Every member that such a request may have.
    package static let members: [RequestMember] = [
        .text("name", reason: SnapshotName.reason).required, .flag("move"),
    ]

    /// The name.
    package let name: String
    /// Whether another snapshot that has the name loses it.
    package let move: Bool

    /// Gives a name, or moves it.
    package init(name: String, move: Bool) {
        self.name = name
        self.move = move
    }

    /// Takes the members of a request that were checked.
    package init(_ members: [(String, JSONValue)]) {
        let members = JSONValue.object(members)
        self.init(name: members["name"]?.stringValue ?? "", move: members["move"]?.boolValue ?? false)
    }
}
