/// One page of the manual in roff with the `man` macros (groff_man(7)).
package struct ManPage: Sendable {
    /// The file it belongs in: `packferry-job-list.1`.
    package let fileName: String
    /// The page, ended by a line feed.
    package let text: String

    init(page: CommandPage, version: String, date: String) {
        let name = page.path.joined(separator: "-")
        let program = page.path.first ?? name
        fileName = "\(name).1"
        var roff = Roff()
        roff.request(".TH", [name.uppercased(), "1", date, "\(program) \(version)", "\(program) manual"])
        roff.section("NAME", "\(name) - \(page.summary)")
        roff.section("SYNOPSIS", page.usage)
        if !page.discussion.isEmpty { roff.section("DESCRIPTION", page.discussion) }
        roff.list("EXAMPLES", page.examples.map { ($0.line, $0.purpose) })
        roff.list("COMMANDS", page.subcommands.map { ($0.name, $0.summary) })
        roff.list("ARGUMENTS", page.arguments.map { ($0.term, $0.description) })
        roff.list("OPTIONS", page.options.map { ($0.term, $0.description) })
        for rule in page.rules { roff.paragraph(rule) }
        if page.path.count == 1 {
            roff.list("GLOBAL OPTIONS", page.globals.map { ($0.term, $0.description) })
            roff.list("EXIT STATUS", page.exitStatus.map { ("\($0.code)", $0.meaning) })
        } else {
            roff.paragraph("\(program)(1) has the options that go with every command, and the exit codes.")
        }
        roff.list("ENVIRONMENT", Self.environment(of: page))
        let relatives = [page.path.dropLast()] + page.subcommands.map { (page.path + [$0.name])[...] }
        let references = relatives.filter { !$0.isEmpty }.map { "\($0.joined(separator: "-"))(1)" }
        if !references.isEmpty { roff.section("SEE ALSO", references.joined(separator: ", ")) }
        text = roff.text
    }

    private static func environment(of page: CommandPage) -> [(term: String, text: String)] {
        (page.options + (page.path.count == 1 ? page.globals : [])).compactMap { definition in
            definition.environment.map { ($0.name, "Stands in for \(definition.spelling).") }
        }
    }
}

/// The formats in which the whole tree can be written down.
package enum ManualFormat: String, CaseIterable, Sendable {
    /// Pages for `man`, in roff.
    case man
    /// One reference in Markdown.
    case markdown
}
