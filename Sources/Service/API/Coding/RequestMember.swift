import JSON
import Spelling

/// One member that a request may have, with what its value must be.
package struct RequestMember: Sendable {
    enum Kind: Sendable {
        case flag
        case text(upTo: Int)
        case path
        case snapshotName
    }

    /// The name in JSON.
    package let name: String
    /// Whether the request is refused without it.
    package let isRequired: Bool
    private let kind: Kind

    /// A member that is true or false.
    package static func flag(_ name: String) -> RequestMember {
        RequestMember(name: name, isRequired: false, kind: .flag)
    }

    /// A member that is a text of at most `length` characters, not empty and without control characters.
    package static func text(_ name: String, upTo length: Int = 200) -> RequestMember {
        RequestMember(name: name, isRequired: false, kind: .text(upTo: length))
    }

    /// A member without which the request is refused: an absolute path on the server.
    package static func path(_ name: String) -> RequestMember {
        RequestMember(name: name, isRequired: true, kind: .path)
    }

    /// A member that is to name a snapshot.
    package static func snapshotName(_ name: String) -> RequestMember {
        RequestMember(name: name, isRequired: false, kind: .snapshotName)
    }

    /// Everything that `members` has and `declared` does not allow, and what it lacks, by name.
    static func mistakes(in members: [(String, JSONValue)], against declared: [RequestMember]) -> [FieldError] {
        let names = declared.map(\.name)
        let given = members.sorted { $0.0 < $1.0 }.compactMap { name, value in
            declared.first { $0.name == name }.map { $0.mistake(in: value) } ?? unknown(name, among: names)
        }
        let missing = declared.filter { required in
            required.isRequired && !members.contains { $0.0 == required.name && !$0.1.isNull }
        }
        return given + missing.map { FieldError(member: $0.name, "this member is required") }
    }

    private static func unknown(_ name: String, among names: [String]) -> FieldError {
        let known = names.isEmpty ? "this request has no members" : "known are \(names.joined(separator: ", "))"
        return FieldError(
            member: name,
            "this member is not known; \(known)",
            suggestion: Spelling.nearest(to: name, among: names)
        )
    }

    /// Null is the same as leaving a member out.
    private func mistake(in value: JSONValue) -> FieldError? {
        value.isNull ? nil : reason(against: value).map { FieldError(member: name, $0) }
    }

    private func reason(against value: JSONValue) -> String? {
        switch (kind, value) {
        case (.flag, .bool): nil
        case (.flag, _): "true or false is needed"
        case (.text(let length), .string(let text)): Self.reason(against: text, upTo: length)
        case (.path, .string(let text)): Self.reason(againstPath: text)
        case (.snapshotName, .string(let text)): SnapshotName.reason(against: text)
        case (.text, _), (.path, _), (.snapshotName, _): "a text is needed"
        }
    }

    private static func reason(against text: String, upTo length: Int) -> String? {
        if text.isEmpty { return "it must not be empty" }
        if text.count > length { return "it must have at most \(length) characters" }
        return text.unicodeScalars.contains { $0.properties.generalCategory == .control }
            ? "it must not have control characters" : nil
    }

    private static func reason(againstPath text: String) -> String? {
        text.hasPrefix("/") ? reason(against: text, upTo: 4096) : "an absolute path on the server is needed"
    }
}
