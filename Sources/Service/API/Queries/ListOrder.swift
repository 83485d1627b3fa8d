/// The order of a list: by what, and whether the other way round.
package struct ListOrder<Key: ListKey>: Hashable, Sendable {
    /// What it is sorted by.
    package var key: Key
    /// Whether the last one comes first.
    package var isReversed: Bool

    /// Every parameter that says so.
    package static var parameters: [String] { ["sort", "reverse"] }

    /// Sorts by this.
    package init(_ key: Key = .usual, isReversed: Bool = false) {
        self.key = key
        self.isReversed = isReversed
    }

    /// Reads the parameters.
    init(from reader: inout QueryReader) {
        self.init(reader.choice("sort", of: Key.self) ?? .usual, isReversed: reader.flag("reverse") ?? false)
    }

    /// The parameters: the order always, and that it is reversed if it is.
    var pairs: [QueryPair] {
        [QueryPair("sort", key.rawValue)] + (isReversed ? [QueryPair("reverse", "true")] : [])
    }
}

/// The words for what a list can be sorted by, of which each has its own direction.
package protocol ListKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What it is sorted by unless asked otherwise.
    static var usual: Self { get }
}
