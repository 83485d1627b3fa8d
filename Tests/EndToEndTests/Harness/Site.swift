import Foundation
import JSON

/// One installation of Packferry in a folder of its own, with a storage for each of its repositories.
struct Site: Sendable {
    let folder: String
    /// The program; behind an air gap if there is one.
    var packferry: Executable
    /// The curl that reaches it.
    let curl: Executable
    private let gap: Namespace?

    /// Makes the folders and the configuration; `listen` asks for any free port.
    init(
        _ name: String,
        in parent: String,
        role: String = "both",
        gap: Namespace? = nil,
        repositories: [String] = ["npm"],
        listen: String = "127.0.0.1:0"
    ) throws {
        folder = "\(parent)/\(name)"
        self.gap = gap
        packferry = gap?.around(Packferry.executable) ?? Packferry.executable
        let curl = try Executable.needed("curl")
        self.curl = gap?.around(curl) ?? curl
        for repository in repositories { try Self.makeFolder(Self.storage(of: repository, in: folder)) }
        let trees = repositories.map { "  \($0): { type: npm, storage: ./\(Self.folderName(of: $0)) }" }
        try configure(
            """
            site: { role: \(role), name: \(name) }
            listen: \(listen)
            repositories:
            \(trees.joined(separator: "\n"))
            """
        )
    }

    /// The storage of the only repository.
    var storage: String { storage(of: "npm") }

    var configuration: String { "\(folder)/packferry.yaml" }

    /// Where built archives lie.
    var artifacts: String { "\(folder)/artifacts" }

    /// The storage of a repository.
    func storage(of repository: String) -> String { Self.storage(of: repository, in: folder) }

    /// Writes the configuration anew.
    func configure(_ text: String) throws {
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: configuration))
    }

    /// Runs a command of the program to its end.
    func run(_ arguments: String...) async throws -> Outcome {
        try await run(arguments)
    }

    /// Runs a command of the program to its end.
    func run(_ arguments: [String]) async throws -> Outcome {
        try await start(arguments).outcome()
    }

    /// Starts a command of the program.
    func start(_ arguments: [String]) throws -> RunningProgram {
        try packferry.start(arguments + ["--config", configuration], in: folder)
    }

    /// The program, run on this side of the gap.
    func here(_ program: Executable) -> Executable { gap?.around(program) ?? program }

    private static func storage(of repository: String, in folder: String) -> String {
        "\(folder)/\(folderName(of: repository))"
    }

    private static func folderName(of repository: String) -> String {
        repository == "npm" ? "storage" : "storage-\(repository)"
    }

    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
}
