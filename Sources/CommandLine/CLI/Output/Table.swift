/// Columns of text: the one renderer of every list and every detail.
struct Table: Sendable {
    /// A column with its heading.
    struct Column: Sendable, ExpressibleByStringLiteral {
        let heading: String
        var isNumber = false

        init(stringLiteral heading: String) { self.heading = heading }

        private init(heading: String, isNumber: Bool) {
            self.heading = heading
            self.isNumber = isNumber
        }

        /// A column whose digits stand under each other.
        static func number(_ heading: String) -> Column { Column(heading: heading, isNumber: true) }
    }

    private static let gap = "  "

    private let columns: [Column]
    private let rows: [[String]]
    private let hasHeading: Bool

    /// Makes a list with a heading.
    init(_ columns: [Column], _ rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row has as many cells as there are columns")
        self.columns = columns
        self.rows = rows.map { $0.map(Printable.line) }
        hasHeading = true
    }

    /// Makes the detail of one thing: names and values; nothing is said of what has no value.
    init(details: [(name: String, value: String?)]) {
        columns = ["", ""]
        rows = details.compactMap { detail in detail.value.map { ["\(detail.name):", Printable.line($0)] } }
        hasHeading = false
    }

    /// The rows with line feeds; the last column is as long as it is, and no line ends in spaces.
    func text(_ style: Style) -> String {
        let headings = columns.map(\.heading)
        let widths = columns.indices.map { index in
            ((hasHeading ? [headings] : []) + rows).map { $0[index].count }.max() ?? 0
        }
        let lines = rows.map { line($0, widths) }
        let all = hasHeading ? [style.bold(line(headings, widths))] + lines : lines
        return all.map { "\($0)\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.indices.map { index in
            let padding = String(repeating: " ", count: widths[index] - cells[index].count)
            if columns[index].isNumber { return padding + cells[index] }
            return index == cells.count - 1 ? cells[index] : cells[index] + padding
        }
        let line = padded.joined(separator: Self.gap)
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

/// Whether text is coloured, and how.
struct Style: Sendable {
    let isColoured: Bool

    func bold(_ text: String) -> String { wrapped(text, "1") }
    func red(_ text: String) -> String { wrapped(text, "31") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

/// Text from elsewhere as it may be shown: what a package calls itself must not move the cursor or colour the screen.
enum Printable {
    /// One line.
    static func line(_ text: String) -> String { cleaned(text) { isControl($0) } }

    /// One or several lines.
    static func lines(_ text: String) -> String { cleaned(text) { $0 != "\n" && isControl($0) } }

    private static func cleaned(_ text: String, _ isRefused: (Unicode.Scalar) -> Bool) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isRefused($0) ? "\u{FFFD}" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
    }
}
