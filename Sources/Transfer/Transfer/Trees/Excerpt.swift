/// How many things there are, and the first of them: a result stays small, whatever lies in a tree.
package struct Excerpt<Item: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// How many are named.
    private static var shown: Int { 200 }

    /// All of them.
    package let count: Int
    /// The first, two hundred unless it says otherwise where it is made.
    package let items: [Item]

    private enum CodingKeys: String, CodingKey { case count, items }

    /// Takes the first of a list.
    package init(of all: [Item]) { self.init(count: all.count, Array(all.prefix(Self.shown))) }

    /// Takes what is named of many.
    package init(count: Int, _ items: [Item]) {
        self.count = count
        self.items = items
    }

    /// Reads one; records of older versions have the whole list in its place, or how long it was.
    package init(from decoder: any Decoder) throws {
        if let all = try? [Item](from: decoder) {
            self.init(count: all.count, all)
        } else if let count = try? Int(from: decoder) {
            self.init(count: count, [])
        } else {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            let count = try members.decode(Int.self, forKey: .count)
            self.init(count: count, try members.decode([Item].self, forKey: .items))
        }
    }
}
