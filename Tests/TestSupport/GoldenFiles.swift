import JSON

#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

/// The golden files of `Tests/Conformance`, and what is to come of each.
package struct GoldenFiles {
    /// Where they lie.
    package static let folder =
        "/"
        + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Conformance"
    private let index: JSONValue

    /// Reads the index.
    package init() throws {
        let bytes = try Data(contentsOf: URL(filePath: "\(Self.folder)/index.json"))
        index = try JSONValue(parsing: Array(bytes))
    }

    /// The cases of one kind: `archives`, `snapshots`, `receipts` or `codes`.
    package func cases(_ kind: String) -> [GoldenCase] {
        (index[kind]?.arrayValue ?? []).map(GoldenCase.init)
    }

    /// The archives of one group; there must be some.
    package func archives(of group: String) throws -> [GoldenCase] {
        let found = cases("archives").filter { $0["group"] == group }
        guard !found.isEmpty else { throw Missing(description: "\(Self.folder) has no archives of \(group)") }
        return found
    }

    private struct Missing: Error, CustomStringConvertible {
        let description: String
    }
}

/// One golden file.
package struct GoldenCase: Sendable, CustomStringConvertible {
    private let members: JSONValue

    fileprivate init(_ members: JSONValue) { self.members = members }

    /// Where it lies.
    package var path: String { GoldenFiles.path(self["file"] ?? "") }

    /// What its refusal has to name; `nil` where it is to be taken.
    package var names: String? { self["names"] }

    /// The archives that must have been applied before.
    package var after: [String] {
        (members["after"]?.arrayValue ?? []).compactMap(\.stringValue).map(GoldenFiles.path)
    }

    /// The text of any other member.
    package subscript(member: String) -> String? { members[member]?.stringValue }

    /// Whether a member is there and says no.
    package func denies(_ member: String) -> Bool { members[member]?.boolValue == false }

    /// Its bytes, where it is one file.
    package func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    package var description: String { "\(self["group"] ?? ""): \(self["title"] ?? self["typed"] ?? "")" }
}

extension GoldenFiles {
    /// Where a file lies that the index names.
    package static func path(_ file: String) -> String { "\(folder)/\(file)" }
}
