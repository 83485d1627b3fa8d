import App
import Arguments
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
        arguments: [source]
    ) { invocation in
        try invocation.requireHere()
        let (values, surroundings) = (invocation.values, invocation.surroundings)
        let folder = surroundings.currentFolder
        let file = try AbsolutePath(values[GlobalOptions.config] ?? "packferry.yaml", relativeTo: folder)
        let path = try values[source].map { try AbsolutePath($0, relativeTo: folder) }
        let home = surroundings.variables["HOME"].flatMap { try? AbsolutePath($0) }
        let configuration = try made(from: path, home: home)
        try write(configuration.text(role: values[role]), to: file, replacing: values[force])
        let written = WrittenConfiguration(file: file.string, source: configuration.source?.string)
        let remark = written.source.map { "made from \($0)" } ?? "no Verdaccio was found: set its storage there"
        return Answer(written, [.line("\(file): written, \(remark)")])
    }

    private static func made(from path: AbsolutePath?, home: AbsolutePath?) throws -> NewConfiguration {
        do {
            return try NewConfiguration(from: path, home: home)
        } catch let error as NewConfigurationError {
            throw CommandError(.inputMissing, "not-found", error.description)
        }
    }

    private static func write(_ text: String, to file: AbsolutePath, replacing: Bool) throws {
        let folder = try Directory(opening: file.parent)
        let name = try RelativePath(file.lastComponent)
        guard try replacing || folder.info(name) == nil else {
            throw CommandError(
                .failed,
                "conflict",
                "\(file) is there already. Replace it with --force, or name another one by --config."
            )
        }
        try AtomicFile.write(Array(text.utf8), to: name, in: folder)
    }
}

/// A configuration that was written.
private struct WrittenConfiguration: Encodable, Sendable {
    let file: String
    let source: String?
}
