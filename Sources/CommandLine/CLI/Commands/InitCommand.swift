import API
import App
import Arguments
import JSON
import Posix

/// The command `packferry init`.
enum InitCommand {
    private static let source = Argument<String?>(
        optional: "source",
        .file,
        help: "Verdaccio's config.yaml, a storage, or any folder; without it, the usual places are looked at."
    )
    private static let role = Option<SiteRole>(
        "role",
        .choice(of: SiteRole.self),
        default: .both,
        help: "Which side this is."
    )
    private static let force = Flag("force", help: "Replace a configuration that is there.")

    static let command = Command<Action>(
        "init",
        summary: "Write a first configuration.",
        discussion: """
            Takes the storage, its sub-folders and the address from Verdaccio's config.yaml. The file is packferry.yaml in the current folder, or what --config names.
            """,
        examples: [Example("packferry init /etc/verdaccio/config.yaml --role online", "Beside a Verdaccio:")],
        options: [role, force],
        arguments: [source],
        changes: .something
    ) { invocation in
        try invocation.requireHere()
        let (values, surroundings) = (invocation.values, invocation.surroundings)
        let folder = surroundings.currentFolder
        let file = try AbsolutePath(values[GlobalOptions.config] ?? "packferry.yaml", relativeTo: folder)
        let path = try values[source].map { try AbsolutePath($0, relativeTo: folder) }
        let home = surroundings.variables["HOME"].flatMap { try? AbsolutePath($0) }
        let configuration = try made(from: path, home: home)
        let (text, isDryRun) = (configuration.text(role: values[role]), invocation.isDryRun)
        let place = try place(for: file, replacing: values[force])
        if !isDryRun { try AtomicFile.write(Array(text.utf8), to: place.name, in: place.folder) }
        let written = WrittenConfiguration(file: file.string, source: configuration.source?.string, text: text)
        let remark = written.source.map { "made from \($0)" } ?? "no Verdaccio was found: set its storage there"
        let line = Block.line("\(file): \(isDryRun ? "would be written" : "written"), \(remark)")
        return Answer(Tried(written, isDryRun: isDryRun), isDryRun ? [line, .line(""), .line(text)] : [line])
    }

    private static func made(from path: AbsolutePath?, home: AbsolutePath?) throws -> NewConfiguration {
        do {
            return try NewConfiguration(from: path, home: home)
        } catch let error as NewConfigurationError {
            throw CommandError(.inputMissing, "not-found", error.description)
        }
    }

    /// Where the file belongs; throws where there is one that is not to be replaced, or none can be made.
    private static func place(
        for file: AbsolutePath,
        replacing: Bool
    ) throws -> (name: RelativePath, folder: Directory) {
        let folder = try Directory(opening: file.parent)
        let name = try RelativePath(file.lastComponent)
        guard try replacing || folder.info(name) == nil else {
            throw CommandError(
                .failed,
                "conflict",
                "\(file) is there already. Replace it with --force, or name another one by --config."
            )
        }
        try folder.requireAccess()
        return (name, folder)
    }
}

/// A configuration that was written.
private struct WrittenConfiguration: Encodable, Sendable {
    let file: String
    @Nullable private(set) var source: String?
    /// What it says.
    let text: String

    init(file: String, source: String?, text: String) {
        self.file = file
        self.text = text
        _source = Nullable(wrappedValue: source)
    }
}
