/// How many things there are, and the first of them: a result stays small, whatever lies in a tree.
package struct Excerpt<Item: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// How many are named.
    private static var shown: Int { 200 }

    /// All of them.
    package let count: Int
    /// The first two hundred.
    package let items: [Item]

    /// Takes the first of a list.
    package init(of all: [Item]) {
        count = all.count
        items = Array(all.prefix(Self.shown))
    }
}
