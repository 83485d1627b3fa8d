/// How help is laid out: how wide, and whether headings and terms are bold.
package struct TextStyle: Equatable, Sendable {
    let width: Int
    let isColoured: Bool

    /// Wraps at `width` columns, at least 40; escape sequences are written only when `isColoured`.
    package init(width: Int = 80, isColoured: Bool = false) {
        self.width = max(width, 40)
        self.isColoured = isColoured
    }

    func bold(_ text: String) -> String {
        isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }
}

/// Breaks text into lines.
enum TextWrap {
    /// Breaks every paragraph at spaces so that lines fit `width`.
    ///
    /// A longer word keeps a line of its own. Lines that begin with a space are examples and stay as they are.
    static func lines(_ text: String, width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            paragraph.first == " " || paragraph.isEmpty ? [String(paragraph)] : wrapped(paragraph, width: width)
        }
    }

    private static func wrapped(_ paragraph: Substring, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in paragraph.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return lines + [line]
    }
}
