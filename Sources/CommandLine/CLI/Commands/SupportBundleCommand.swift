import API
import App
import Arguments
import Posix

/// The command `packferry support-bundle`.
enum SupportBundleCommand {
    private static let file = Argument<String>(
        "file",
        .file,
        help: "The archive to write, such as support.tar.zst; a file that is there is not replaced."
    )

    static let command = Command<Action>(
        "support-bundle",
        summary: "Write down what somebody who helps needs to know, without secrets.",
        discussion: """
            The archive holds the configuration, what 'packferry doctor' finds, jobs and the ends of their logs, how much lies where, the shape of the database, and facts about the machine. Passwords, tokens and keys are taken out; names of packages, sites, users and machines are in it, so look through it before you hand it on. Also while the server runs, and where something is broken.
            """,
        arguments: [file],
        changes: .something
    ) { invocation in
        try invocation.requireHere()
        let file = try ArchivePath(invocation.values[file]).absolute
        let configuration = Result<EffectiveConfiguration, any Error> { try invocation.configuration() }
        let bundle = await SupportBundle(of: configuration, environment: invocation.surroundings.variables)
        let isDryRun = invocation.isDryRun
        let bytes = try await BlockingPool(threads: 1, name: "support").run { () -> Int64 in
            guard isDryRun else { return try bundle.write(to: file) }
            try bundle.tryWriting(to: file)
            return 0
        }
        let names = bundle.documents.map(\.name)
        let line = isDryRun ? "would write \(file)" : "\(file): \(Quantity.bytes(bytes))"
        return Answer(
            Tried(Report(file: file.string, bytes: bytes, documents: names), isDryRun: isDryRun),
            [.line(line)] + Block.lines("holds", names)
        )
    }

    private struct Report: Codable, Sendable {
        let file: String
        let bytes: Int64
        let documents: [String]
    }
}
