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
