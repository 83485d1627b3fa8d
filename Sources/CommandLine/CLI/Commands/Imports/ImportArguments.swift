import Arguments

/// How archives and imports are named on the command line.
enum ImportArguments {
    static let archives = Argument<[String]>(repeated: "archive", .file, help: archiveHelp)
    static let id = Argument<String>(
        "id",
        .nonEmpty,
        help: "The import, 32 digits as 'packferry import list' shows them."
    )
    static let archiveHelp = "An archive, or a folder of its members."

    /// Whether a word names an import that is ready rather than a file.
    static func isImport(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
