/// Patterns for `LIKE … ESCAPE '\'`, which takes letters of ASCII in either case.
package enum SearchPattern {
    /// What holds this text, whose signs mean themselves.
    package static func containing(_ text: String) -> String { "%\(escaped(text))%" }

    /// What begins with this text.
    package static func beginning(with text: String) -> String { "\(escaped(text))%" }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
