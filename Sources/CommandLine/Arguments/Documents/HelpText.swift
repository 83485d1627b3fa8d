/// The text of `--help`.
struct HelpText {
    private static let indent = "  "
    private static let narrowestText = 20

    let page: CommandPage
    let style: TextStyle

    func rendered() -> String {
        let sections = [
            TextWrap.lines(page.summary, width: style.width),
            section("USAGE", indented(page.usage)),
            section("DESCRIPTION", indented(page.discussion)),
            section("EXAMPLES", examples),
            section("COMMANDS", table(page.subcommands.map { ($0.name, $0.summary) })),
            section("ARGUMENTS", table(page.arguments.map { ($0.term, $0.description) })),
            section("OPTIONS", options(page.options)),
            section("RULES", page.rules.flatMap(indented)),
            section("GLOBAL OPTIONS", options(page.globals)),
            section("EXIT STATUS", table(page.exitStatus.map { ("\($0.code)", $0.meaning) })),
            TextWrap.lines(page.footer ?? "", width: style.width),
        ]
        return sections.filter { $0 != [""] && !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n") + "\n"
    }

    private func section(_ heading: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [style.bold(heading)] + lines
    }

    private func indented(_ text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        return TextWrap.lines(text, width: style.width - Self.indent.count).map { $0.isEmpty ? "" : Self.indent + $0 }
    }

    private var examples: [String] {
        page.examples.flatMap { example in
            indented(example.purpose) + ["\(Self.indent)\(Self.indent)\(style.bold(example.line))"]
        }
    }

    /// Long names stand in one column whether or not a short one goes before.
    private func options(_ definitions: [ParameterDefinition]) -> [String] {
        let hasShort = definitions.contains { $0.short != nil }
        return table(definitions.map { ((hasShort && $0.short == nil ? "    " : "") + $0.term, $0.description) })
    }

    /// Two columns; a term too long for its column has the text begin on the next line.
    private func table(_ rows: [(term: String, text: String)]) -> [String] {
        let widest = min(28, style.width - Self.narrowestText - 2 * Self.indent.count)
        let column = rows.map(\.term.count).filter { $0 <= widest }.max() ?? widest
        return rows.flatMap { term, text in
            let margin = String(repeating: " ", count: column + 2 * Self.indent.count)
            let lines = TextWrap.lines(text, width: style.width - margin.count)
            guard term.count <= column, let first = lines.first else {
                return [Self.indent + style.bold(term)] + lines.map { margin + $0 }
            }
            let padding = String(repeating: " ", count: column - term.count + Self.indent.count)
            return [Self.indent + style.bold(term) + padding + first] + lines.dropFirst().map { margin + $0 }
        }
    }
}
