/// What one pattern of the configuration takes in a tree.
package struct PatternCatch: Sendable, Equatable {
    /// How many examples are kept.
    private static let shown = 20

    /// Where it stands, below the repository: `carry.exclude`.
    package let key: String
    /// As it was written.
    package let pattern: String
    /// How many packages, or files and folders, it takes.
    package private(set) var count = 0
    /// The first of them.
    package private(set) var examples: [String] = []

    /// A pattern that has taken nothing yet.
    package init(key: String, pattern: String) {
        self.key = key
        self.pattern = pattern
    }

    /// The same for a pattern that takes all of these.
    package init(key: String, pattern: String, taking names: [String]) {
        self.init(key: key, pattern: pattern)
        for name in names.sorted() { take(name) }
    }

    /// Counts something that it takes.
    package mutating func take(_ name: String) {
        count += 1
        if examples.count < Self.shown { examples.append(name) }
    }

    /// What is to be said of one that takes nothing, since a typing error lets out what was to stay at home.
    package var remark: String? { count == 0 ? "\(key) \"\(pattern)\" takes nothing that is here" : nil }
}
