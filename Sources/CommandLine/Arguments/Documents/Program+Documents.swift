extension Program {
    /// The manual of every command, groups before what they hold; `date` stands in the footer (YYYY-MM-DD).
    package func manPages(date: String) -> [ManPage] {
        pages.map { ManPage(page: $0, version: version, date: date) }
    }

    /// The reference of every command in Markdown.
    package var markdownReference: String {
        MarkdownReference(pages: pages).text
    }

    /// The whole manual as one text; in `man` format each page begins with its `.TH` line.
    package func manual(_ format: ManualFormat, date: String) -> String {
        switch format {
        case .man: manPages(date: date).map(\.text).joined()
        case .markdown: markdownReference
        }
    }

    /// The script that teaches `shell` this command line; write it where the shell looks for completions.
    package func completionScript(for shell: Shell) -> String {
        switch shell {
        case .bash: BashCompletion(pages: pages).script
        case .zsh: ZshCompletion(pages: pages).script
        case .fish: FishCompletion(pages: pages).script
        }
    }
}
