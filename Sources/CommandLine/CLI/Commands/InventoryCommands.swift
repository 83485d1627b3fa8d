import API
import App
import Arguments
import HTTPMessages
import Posix
import Time

/// The commands `packferry inventory`.
enum InventoryCommands {
    static let group = Command<Action>(
        "inventory",
        summary: "Say, and learn, what a site really holds.",
        subcommands: [export, register]
    )

    private static let target = Argument<String?>(
        optional: "file",
        .file,
        help:
            "Where to write it, with its signature as a .sig file beside it where there is a key; else to standard output, without that."
    )
    private static let file = Argument<String>(
        "file",
        .file,
        help: "What the site exported, with the .sig file beside it, or what sha512sum printed in its storage."
    )
    private static let site = Option<String?>(
        "site",
        ValueType.nonEmpty.asked(.sites),
        valueName: "name",
        help: "The site; what was exported says it itself."
    )
    private static let taken = Option<String?>(
        "taken",
        .nonEmpty,
        valueName: "time",
        help: "When sha512sum ran there, such as 2026-11-21T01:30:00Z; else now."
    )

    private static let export = Command<Action>(
        "export",
        summary: "Write down what is here, for where the archives are built.",
        discussion: """
            For the first contact with a storage that already holds much, after a backup was restored, and whenever it is not known what a site has.
            """,
        arguments: [target],
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        let query = RepositoryQuery(repository: backend.repositoryName)
        let said = SignedFile(try await backend.api.send(.GET, APIPath.inventory(query)))
        guard let target = invocation.values[target] else {
            try invocation.console.write(said.bytes)
            return .nothing
        }
        let path = try AbsolutePath(target, relativeTo: invocation.surroundings.currentFolder)
        try said.write(RelativePath(path.lastComponent), in: path.parent)
        return Answer(["path": path.string], [.line("wrote \(path)")])
    }

    private static let register = Command<Action>(
        "register",
        summary: "Take the list of what a site holds, in the place of all that was known of it.",
        discussion: """
            Once a key is trusted for the site (`packferry keys trust --site`), only what that key signed is taken; what sha512sum printed bears no signature. What is taken all the same is recorded with the site.
            """,
        examples: [
            Example("packferry inventory register /mnt/usb/inventory-plant-7-1795224600.json", "What a site exported:"),
            Example(
                "packferry inventory register list.txt --site plant-7 --taken 2026-11-21T01:30:00Z",
                "What 'find . -name \"*.tgz\" -exec sha512sum {} +' printed there:"
            ),
        ],
        options: [site, taken, ImportCommands.allowUnsigned],
        arguments: [file],
        changes: .something
    ) { invocation in
        let values = invocation.values
        let path = try AbsolutePath(values[file], relativeTo: invocation.surroundings.currentFolder)
        let backend = try await invocation.backend()
        let moment = try values[taken].map { text in
            guard let moment = Moment(text) else {
                throw CommandError(.usage, "usage", "--taken: a moment is needed, such as 2026-11-21T01:30:00Z.")
            }
            return moment
        }
        let query = InventoryQuery(
            site: values[site],
            taken: moment,
            repository: backend.repositoryName,
            allowUnsigned: values[ImportCommands.allowUnsigned],
            isDryRun: invocation.isDryRun
        )
        let said = try SignedFile(reading: path, limit: APIRoute.registerInventory.bodyLimit)
        return try await invocation.register(
            said,
            at: APIPath.inventories(query),
            "application/octet-stream",
            backend
        )
    }
}
