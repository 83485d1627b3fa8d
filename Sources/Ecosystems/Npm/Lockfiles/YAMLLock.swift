import Trees
import YAML

/// What the lockfiles that are YAML have in common.
enum YAMLLock {
    /// The size of the largest file that is read, and as many values as fit into it.
    private static let limits = YAMLLimits(bytes: RequestedSet.largestFile, depth: 32, nodes: 2_000_000)

    /// The members of the document.
    static func entries(of bytes: [UInt8], _ name: String) throws(PackageListError) -> [YAMLEntry] {
        do {
            return try YAMLNode(parsing: bytes, limits: limits).entries()
        } catch {
            throw PackageListError(.malformed, name, "cannot be read: \(error)", hint: "See whether it is whole")
        }
    }

    static func malformed(_ name: String, _ position: YAMLPosition, _ cause: String) -> PackageListError {
        PackageListError(
            .malformed,
            name,
            "cannot be read: line \(position.line) \(cause)",
            hint: "Let the package manager write it anew"
        )
    }
}

/// Reading what may be of any type.
extension YAMLNode {
    /// The member of that name; `nil` where there is none.
    subscript(name: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == name }?.value
    }

    /// The text of a scalar; `nil` for any other value.
    var plainText: String? {
        guard case .scalar(let scalar) = content, !scalar.isNull else { return nil }
        return scalar.text
    }

    /// The texts of a list, or the one that stands for a list.
    var plainTexts: [String] {
        guard case .sequence(let items) = content else { return plainText.map { [$0] } ?? [] }
        return items.compactMap(\.plainText)
    }
}
