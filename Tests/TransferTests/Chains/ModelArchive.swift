/// What a snapshot lists, in plain values.
struct ModelTarget: Equatable, Sendable {
    struct Listed: Equatable, Sendable {
        let content: String
        let isHeld: Bool
    }

    var files: [ModelFile: Listed] = [:]
    var indexes: [String: ModelIndex] = [:]

    init() {}

    /// Freezes a tree: what is broken is held if it was listed before, and else left behind.
    init(of tree: ModelTree, knowing before: ModelTarget?) {
        indexes = tree.indexes
        for (file, content) in tree.files {
            if tree.isIntact(file) {
                files[file] = Listed(content: content, isHeld: false)
            } else if let known = before?.files[file] {
                files[file] = Listed(content: known.content, isHeld: true)
            }
        }
    }

    /// The same of one package.
    func only(_ package: String) -> ModelTarget {
        var part = self
        part.files = files.filter { $0.key.package == package }
        part.indexes = indexes.filter { $0.key == package }
        return part
    }

    var whole: [ModelFile: String] { files.filter { !$0.value.isHeld }.mapValues(\.content) }

    /// All that is whole, as texts by path.
    var contents: [String: String] {
        var found: [String: String] = [:]
        for (file, content) in whole { found[file.path] = content }
        for (package, lines) in indexes { found[Self.path(of: package)] = Self.text(lines) }
        return found
    }

    var paths: Set<String> { Set(files.keys.map(\.path) + indexes.keys.map(Self.path)) }

    static func path(of package: String) -> String { "\(package)/\(TextTree.indexName)" }

    static func text(_ lines: ModelIndex) -> String {
        lines.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

/// An archive in plain values.
struct ModelArchive: Sendable {
    /// Its number, which stands for its sequence too; the first is 1.
    let number: Int
    let isPartial: Bool
    let files: [ModelFile: String]
    let indexes: [String: ModelIndex]
    let deletes: [String: String]
    let target: ModelTarget

    var paths: Set<String> { Set(files.keys.map(\.path) + indexes.keys.map(ModelTarget.path)) }
}
