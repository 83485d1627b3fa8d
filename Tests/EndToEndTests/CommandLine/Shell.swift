import Foundation
import JSON

/// A folder in which commands are run as somebody at a shell would.
struct Shell: Sendable {
    let folder: String

    /// Runs a command in it.
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
        try await Packferry.executable.run(arguments, in: folder, environment: environment)
    }

    /// Runs a command as on a terminal: what it prints and says comes as one stream, with carriage returns.
    func runOnTerminal(_ line: String, environment: [String: String] = [:]) async throws -> Outcome {
        try await Executable.needed("script").run(
            ["-qec", "\(Packferry.executable.path) \(line)", "/dev/null"],
            in: folder,
            environment: ["TERM": "xterm"].merging(environment) { _, own in own }
        )
    }

    /// Writes a file.
    func write(_ text: String, to name: String) throws {
        let path = "\(folder)/\(name)"
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}

extension Outcome {
    /// What it said on standard error, as a document.
    var problem: JSONValue {
        get throws { try JSONValue(parsing: Array(complaints.utf8)) }
    }
}
