/// One word of the command line by its shape alone (POSIX.1-2017 12.2, with GNU's long options).
enum Token: Equatable {
    /// `--`: nothing after it is an option.
    case terminator
    /// `--name` or `--name=value`.
    case long(name: String, value: String?)
    /// `-v`, `-vq`, `-n5`, `-n=5`: what follows the dash.
    case short(String)
    /// Anything else: a lone dash, a negative number and the empty text too.
    case word(String)

    init(_ text: String) {
        if text == "--" {
            self = .terminator
        } else if text.hasPrefix("--") {
            self = Self.long(text.dropFirst(2))
        } else if text.hasPrefix("-"), text.utf8.count > 1, !Self.isNumber(text.dropFirst()) {
            self = .short(String(text.dropFirst()))
        } else {
            self = .word(text)
        }
    }

    private static func long(_ text: Substring) -> Token {
        guard let equals = text.firstIndex(of: "=") else { return .long(name: String(text), value: nil) }
        return .long(name: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
    }

    /// Short options are letters, so a digit after the dash begins a number.
    private static func isNumber(_ text: Substring) -> Bool {
        guard let first = text.utf8.first else { return false }
        return (0x30...0x39).contains(first) || first == 0x2E
    }
}
