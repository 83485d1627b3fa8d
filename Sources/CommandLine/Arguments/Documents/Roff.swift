/// Writes the `man` macros with everything escaped that roff would read as its own (groff(7)).
struct Roff {
    /// As wide as sources of pages should be, with the end of the line (mandoc(1)).
    private static let width = 79

    private(set) var text = ""

    /// Hyphens stay: mandoc reads the date of `.TH` only so, and no one copies a heading into a shell.
    mutating func request(_ name: String, _ arguments: [String]) {
        text += ([name] + arguments.map { "\"\(Self.escaped($0, hyphens: "-"))\"" }).joined(separator: " ") + "\n"
    }

    mutating func section(_ heading: String, _ body: String) {
        request(".SH", [heading])
        lines(body)
    }

    mutating func paragraph(_ body: String) {
        text += ".PP\n"
        lines(body)
    }

    mutating func list(_ heading: String, _ rows: [(term: String, text: String)]) {
        guard !rows.isEmpty else { return }
        request(".SH", [heading])
        for row in rows {
            text += ".TP\n\\fB\(Self.escaped(row.term))\\fP\n"
            lines(row.text)
        }
    }

    /// Empty lines part paragraphs; lines that begin with a space are shown as they are, and long ones are broken.
    private mutating func lines(_ body: String) {
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                text += ".PP\n"
            } else if line.first == " " {
                text += ".nf\n\(Self.guarded(Self.escaped(String(line))))\n.fi\n"
            } else {
                let lines = TextWrap.lines(Self.escaped(String(line)), width: Self.width)
                text += lines.map { "\(Self.guarded($0))\n" }.joined()
            }
        }
    }

    /// A dot at the start of a line would be a request.
    private static func guarded(_ escaped: String) -> String {
        escaped.hasPrefix(".") ? "\\&\(escaped)" : escaped
    }

    private static func escaped(_ text: String, hyphens: String = "\\-") -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += hyphens
            case "\"": escaped += "\\(dq"
            case "'": escaped += "\\(aq"
            case "`": escaped += "\\(ga"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
