/// What a list is answered with: a page of it, and perhaps something about it.
package protocol ListAnswer: Encodable, Sendable {
    /// What is listed.
    associatedtype Item: Encodable & Sendable

    /// The items of this page, in the order of the list.
    var items: [Item] { get }
    /// What to ask for next; nil on the last page.
    var nextCursor: String? { get }
    /// How many items all pages have together; nil where nobody counted.
    var total: Int? { get }
}

extension Page: ListAnswer {}

extension SnapshotComparison: ListAnswer {}
