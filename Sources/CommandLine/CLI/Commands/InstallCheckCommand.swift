import API
import App
import Arguments
import HTTPMessages
import JSON
import Posix
import Trees

/// The command `packferry install-check`.
enum InstallCheckCommand {
    private static let file = Argument<String>(
        "file",
        .file,
        help: "package-lock.json, pnpm-lock.yaml, yarn.lock, package.json, or lines of name@range."
    )
    private static let request = Option<String?>(
        "request",
        .file,
        help: "Write what is missing to this file, for a refresh on the other side."
    )

    static let command = Command<Action>(
        "install-check",
        summary: "Say what of a lockfile would not install from here.",
        discussion: """
            Looks at the storage as it is now: for the file of each version that a lockfile names, or for versions that satisfy what a package.json asks for, and all that these depend on. Ends with 3 when something is missing.
            """,
        examples: [
            Example("packferry install-check package-lock.json --request wanted.json", "What has to be carried here:")
        ],
        options: [request],
        arguments: [file],
        changes: .nothing
    ) { invocation in
        let folder = invocation.surroundings.currentFolder
        let path = try AbsolutePath(invocation.values[file], relativeTo: folder)
        let check = try await check(try read(path), through: invocation.backend())
        if let target = invocation.values[request] {
            try write(check, to: AbsolutePath(target, relativeTo: folder), invocation)
        }
        return Answer(check, exit: check.missing.isEmpty ? .done : .partial, check.blocks)
    }

    private static func read(_ path: AbsolutePath) throws -> [UInt8] {
        let folder = try Directory(opening: path.parent)
        do {
            return try folder.open(RelativePath(path.lastComponent)).readAll(limit: APIRoute.checkInstall.bodyLimit)
        } catch let error as SystemError where error.errno == .fileTooLarge {
            let limit = APIRoute.checkInstall.bodyLimit >> 20
            throw CommandError(.refused, "too-large", "\(path) has more than \(limit) MiB: no lockfile is as large.")
        }
    }

    private static func check(_ bytes: [UInt8], through backend: any Backend) async throws -> API.InstallCheck {
        let path = APIPath.installCheck(RepositoryQuery(repository: backend.repositoryName))
        let reply = try await backend.api.send(.POST, path, fields: [.contentType: "text/plain"], body: bytes)
        return try APICoding.decode(API.InstallCheck.self, from: reply.body)
    }

    /// Writes the request, unless there is nothing to ask for.
    private static func write(_ check: API.InstallCheck, to path: AbsolutePath, _ invocation: Invocation) throws {
        guard let request = check.request else {
            return invocation.console.note("nothing is missing: \(path) not written")
        }
        let text = request.encoded(layout: .indented(2)) + [10]
        try AtomicFile.write(text, to: RelativePath(path.lastComponent), in: Directory(opening: path.parent))
        invocation.console.note("\(path) asks for what is missing")
    }
}

extension API.InstallCheck {
    fileprivate var blocks: [Block] {
        let table = Table(["PACKAGE", "WANTED", "STATE", "FILE", "ASKED BY"], missing.map(\.row))
        return [.line(summary)] + (missing.isEmpty ? [] : [.table(table)])
            + Block.first("not from a registry", elsewhere.map { "\($0.name)@\($0.spec) \($0.cause)" })
            + Block.lines(
                "host",
                hosts.map { "\($0.host) is named for \(Quantity.counted($0.packages, "package")). \($0.cure)" }
            )
    }

    private var summary: String {
        let looked = "\(kind): \(Quantity.counted(checked, "package")) looked for"
        return missing.isEmpty ? "\(looked), all there" : "\(looked), \(Quantity.count(missing.count)) missing"
    }
}

extension MissingPackage {
    fileprivate var row: [String] { [name, version ?? spec ?? "", state.rawValue, file ?? "", askedBy] }
}
