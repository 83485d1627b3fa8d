import API
import Transfer

extension HeldPackage {
    static let columns: [Table.Column] = ["NAME", .number("FILES"), .number("SIZE"), "VERSIONS"]

    var row: [String] {
        [name, Quantity.count(files), Quantity.bytes(bytes), versions.joined(separator: ", ")]
    }

    /// A row for each, below what stands before.
    static func blocks(_ packages: Excerpt<HeldPackage>) -> [Block] {
        guard !packages.items.isEmpty else { return [] }
        let more = packages.count - packages.items.count
        return [.line(""), .table(Table(columns, packages.items.map(\.row)))]
            + (more > 0 ? [.line("and \(Quantity.counted(more, "package")) more")] : [])
    }
}
