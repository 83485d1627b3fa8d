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
