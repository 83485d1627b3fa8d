/// The reference of all commands in Markdown (CommonMark with tables).
struct MarkdownReference {
    private(set) var text = ""

    init(pages: [CommandPage]) {
        for page in pages { append(page) }
        guard let root = pages.first else { return }
        heading("Global options", level: 2)
        list(root.globals.map { ($0.term, $0.description) })
        heading("Exit status", level: 2)
        list(root.exitStatus.map { ("\($0.code)", $0.meaning) })
        text = String(text.dropLast())
    }

    private mutating func append(_ page: CommandPage) {
        heading(page.title, level: page.path.count == 1 ? 1 : 2)
        paragraph(page.summary)
        code(page.usage)
        discussion(page.discussion)
        for example in page.examples {
            paragraph(example.purpose)
            code(example.line)
        }
        list(page.subcommands.map { ("\(page.title) \($0.name)", $0.summary) })
        list(page.arguments.map { ($0.term, $0.description) })
        list(page.options.map { ($0.term, $0.description) })
        for rule in page.rules { paragraph(rule) }
    }

    /// Lines that begin with a space are code.
    private mutating func discussion(_ discussion: String) {
        for line in discussion.split(separator: "\n") {
            line.first == " " ? code(String(line.drop { $0 == " " })) : paragraph(String(line))
        }
    }

    private mutating func code(_ code: String) {
        text += "```\n\(code)\n```\n\n"
    }

    private mutating func heading(_ heading: String, level: Int) {
        text += "\(String(repeating: "#", count: level)) \(heading)\n\n"
    }

    private mutating func paragraph(_ paragraph: String) {
        text += "\(Self.escaped(paragraph))\n\n"
    }

    private mutating func list(_ rows: [(term: String, text: String)]) {
        guard !rows.isEmpty else { return }
        text += rows.map { "- `\($0.term)`: \(Self.escaped($0.text))\n" }.joined() + "\n"
    }

    /// Characters that Markdown reads as markup lose that meaning behind a backslash.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "\\`*_<>[]#|".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}
