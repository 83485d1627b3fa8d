package import Posix
import Spelling

/// A key that a repository of some type may have in the configuration.
package struct TreeSetting: Sendable {
    /// What is written behind the key.
    package enum Kind: Sendable {
        /// A file or folder; what is relative is relative to the file of the configuration.
        case path
        /// A list of texts, at most so many; each is checked when the configuration is read.
        case list(default: [String], limit: Int, check: @Sendable (String) throws(SettingProblem) -> Void)
        /// One text, checked when the configuration is read; `nil` where there is no default.
        case text(default: String?, check: @Sendable (String) throws(SettingProblem) -> Void)
        /// What a later version will know: named as such, so that nobody believes that it works.
        case planned
    }

    /// Below `repositories.<name>`, parts separated by a dot: `carry.exclude`.
    package let key: String
    package let kind: Kind
    /// What to write where the key is missing; `nil` where it may be.
    package let advice: String?

    package init(_ key: String, _ kind: Kind, advice: String? = nil) {
        self.key = key
        self.kind = kind
        self.advice = advice
    }
}

extension TreeSetting.Kind {
    /// One of several words.
    package static func choice(_ words: [String], default fallback: String) -> Self {
        .text(default: fallback) { text throws(SettingProblem) in
            guard !words.contains(text) else { return }
            let near = Spelling.nearest(to: text, among: words)
            throw SettingProblem("is none of \(words.joined(separator: ", "))", replacement: near)
        }
    }

    /// `true` or `false`.
    package static func flag(default fallback: Bool) -> Self { choice(["true", "false"], default: "\(fallback)") }

    /// Where an upstream answers, with a path where it has one, such as `example`.
    package static func address(_ example: String) -> Self {
        .text(default: nil) { text throws(SettingProblem) in try checkAddress(text, example) }
    }

    /// Several of those, the first one first.
    package static func addresses(_ example: String) -> Self {
        .list(default: [], limit: 16) { text throws(SettingProblem) in try checkAddress(text, example) }
    }

    private static func checkAddress(_ text: String, _ example: String) throws(SettingProblem) {
        guard UpstreamAddress(text) == nil else { return }
        throw SettingProblem("is no address such as \(example)", showsText: !text.contains("@"))
    }

    /// Where a secret lies, never the secret itself: `env:NPM_TOKEN`, `file:/run/secrets/npm`.
    package static var secret: Self {
        .text(default: nil) { text throws(SettingProblem) in
            guard SecretPlace(text) == nil else { return }
            throw SettingProblem("is neither env:NAME nor file:/path", showsText: false)
        }
    }

    /// A whole number between two bounds.
    package static func number(_ range: ClosedRange<Int>, default fallback: Int) -> Self {
        .text(default: "\(fallback)") { text throws(SettingProblem) in
            guard let number = Int(text), range.contains(number) else {
                throw SettingProblem("is no number from \(range.lowerBound) to \(range.upperBound)")
            }
        }
    }
}

/// Why a text is no value of a key.
package struct SettingProblem: Error, Sendable {
    /// What is wrong with it, as the end of a sentence that begins with the text.
    package let cause: String
    /// A text to write instead.
    package let replacement: String?
    /// Whether the text may be repeated: what stands in the place of a secret may be one.
    package let showsText: Bool

    package init(_ cause: String, replacement: String? = nil, showsText: Bool = true) {
        self.cause = cause
        self.replacement = replacement
        self.showsText = showsText
    }
}

/// What the configuration says of one repository, once each value was checked.
package struct TreeSettings: Sendable, Equatable {
    /// The name in commands, routes and archives.
    package let repository: String
    /// The folder of the tree.
    package let root: AbsolutePath
    private let paths: [String: AbsolutePath]
    private let lists: [String: [String]]
    private let texts: [String: String]

    /// Gathers the values by key; `root` is that of the first one.
    package init(
        repository: String,
        root: AbsolutePath,
        paths: [String: AbsolutePath],
        lists: [String: [String]],
        texts: [String: String] = [:]
    ) {
        self.repository = repository
        self.root = root
        self.paths = paths
        self.lists = lists
        self.texts = texts
    }

    /// The path of a key; `nil` where it is not set.
    package func path(_ key: String) -> AbsolutePath? { paths[key] }

    /// The values of a key; those of its default where it is not set.
    package func list(_ key: String) -> [String] { lists[key] ?? [] }

    /// All of it as one text: the same for the same values, whatever their order in the file.
    package var fingerprint: String {
        let parts =
            paths.map { "\($0)=\($1)" } + texts.map { "\($0)=\($1)" }
            + lists.map { key, values in "\(key)=\(values.joined(separator: "\u{1f}"))" }
        return parts.sorted().joined(separator: "\u{1e}")
    }

    /// The text of a key, or that of its default; `nil` where it is not set and has none.
    package func text(_ key: String) -> String? { texts[key] }
}

extension TreeSettings {
    /// Opens the folder of the tree, which the value of `key` names; throws `StorageError` when it cannot be.
    package func openRoot(key: String) throws -> Directory {
        do {
            return try Directory(opening: root)
        } catch {
            // What may not be read is no disk that is missing: the error itself says whose it is to mend.
            if error.isPermission { throw error }
            throw StorageError(
                root.string,
                "cannot be opened: \(error.errno)",
                hint: "Check repositories.\(repository).\(key), and that the disk is mounted",
                key: key
            )
        }
    }
}
