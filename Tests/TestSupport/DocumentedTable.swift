import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

/// A table of a page of this repository, so that a test holds the page to what it says.
package struct DocumentedTable {
    /// What stands between backquotes in each cell, row by row, without the heading.
    package let rows: [[[String]]]

    /// Reads the first table under a heading of a page, such as `docs/formats/patterns.md`.
    package init(_ page: String, under heading: String) throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = try #require(FileManager.default.contents(atPath: "/\(root)/\(page)"), "\(page)")
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let section = try #require(lines.firstIndex { $0 == heading }, "\(heading)")
        let table = lines[section...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.dropFirst(2)
        rows = table.map { line in
            line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map(Self.code)
        }
        try #require(!rows.isEmpty, "\(page) has no table under \(heading)")
    }

    private static func code(in cell: Substring) -> [String] {
        let parts = cell.split(separator: "`", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
    }
}
